// SPDX-License-Identifier: Apache-2.0
//
// The parameters that commands of lightningd take.

#ifndef TESTS_LIGHTNING_FAKE_PARAMETERS_H_
#define TESTS_LIGHTNING_FAKE_PARAMETERS_H_

#include <optional>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

// The commands of the stand-in, in the order of the alphabet.
std::vector<std::string> FakeCommands();

// Why a command does not take `params`, as its {"error": ...}.
std::optional<nlohmann::json> RefuseParameters(const std::string& command,
                                               const nlohmann::json& params);

#endif  // TESTS_LIGHTNING_FAKE_PARAMETERS_H_
