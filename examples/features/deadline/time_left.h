// SPDX-License-Identifier: Apache-2.0
//
// What a server can know of how long its client waits.

#ifndef EXAMPLES_FEATURES_DEADLINE_TIME_LEFT_H_
#define EXAMPLES_FEATURES_DEADLINE_TIME_LEFT_H_

#include <string>

#include "grpcpp/grpcpp.h"

// How long is left of the call, in words that do not change from run to run:
// "no deadline", "less than 10s left", or to the next ten seconds, "about 1m
// left".
std::string TimeLeft(const grpc::CallbackServerContext& context);

#endif  // EXAMPLES_FEATURES_DEADLINE_TIME_LEFT_H_
