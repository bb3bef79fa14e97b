// SPDX-License-Identifier: Apache-2.0
//
// Messages of any type, filled at random.

#ifndef TESTS_LIGHTNING_RANDOM_MESSAGE_H_
#define TESTS_LIGHTNING_RANDOM_MESSAGE_H_

#include <random>

#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

// The same numbers at every run, on every machine.
using Random = std::mt19937_64;

// Fills `message`, which must be empty, with what a node would take: hashes of
// their length, finite numbers, text without odd control characters.
void FillAtRandom(Random& random, google::protobuf::Message& message);

// Puts something else in some places of `json`.
void MutateAtRandom(Random& random, nlohmann::json& json);

#endif  // TESTS_LIGHTNING_RANDOM_MESSAGE_H_
