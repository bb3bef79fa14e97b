// SPDX-License-Identifier: Apache-2.0
//
// Five ways to make many calls at once. Each starts all calls of the crowd,
// waits for all of them, and returns what they have brought. `stub` and `crowd`
// must be there until then. Thread-safe.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_STYLES_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_STYLES_H_

#include "crowd.h"
#include "helloworld.grpc.pb.h"

using Style = Outcomes(helloworld::Greeter::Stub& stub, const Crowd& crowd);

Style CallOnThreads;            // sync_threads.cc
Style CallWithFutures;          // futures.cc
Style CallWithCompletionQueue;  // completion_queue.cc
Style CallWithCallbacks;        // callback.cc
Style CallWithCoroutines;       // coroutine.cc

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_STYLES_H_
