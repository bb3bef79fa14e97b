// SPDX-License-Identifier: Apache-2.0
//
// What the node calls a command. Its protos do not tell: AutocleanonceRequest
// is for `autoclean-once`, FundchannelCancelRequest for `fundchannel_cancel`.
// No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_COMMAND_SPELLING_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_COMMAND_SPELLING_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

// The spelling that follows from the names in the proto: that of the request's
// type in snake case, without `Request`; or else the method's in lower case.
std::string SpellingOfProto(absl::string_view method,
                            absl::string_view request_type);

// How the node spells `command`: the one of its commands whose letters are the
// same, whatever there is of '-' and '_'. `help` is the result of its command
// `help`: {"help": [{"command": "autoclean-once subsystem age"}, ...]}. Nothing
// if there is none.
std::optional<std::string> SpellingOfNode(const nlohmann::json& help,
                                          absl::string_view command);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_COMMAND_SPELLING_H_
