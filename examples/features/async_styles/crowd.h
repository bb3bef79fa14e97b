// SPDX-License-Identifier: Apache-2.0
//
// What all styles have in common: the calls to make, and what becomes of them.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_CROWD_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_CROWD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.pb.h"
#include "thread_count.h"

// The calls that one client makes at once.
struct Crowd {
  std::string id;       // Tells the server which calls belong together.
  int calls = 1;        // At least one.
  absl::Time deadline;  // One point in time for all of them.
  ThreadCount& threads;
};

// The greeting that each call has brought, or the status of the failed call; in
// the order in which they were started.
using Outcomes = std::vector<absl::StatusOr<std::string>>;

// One call of a crowd. gRPC reads and writes these until the call is over.
struct CrowdCall {
  // The crowd's call `number`, counted from 0.
  CrowdCall(const Crowd& crowd, int number);

  // What became of it. `status` is the one that the call has ended with.
  absl::StatusOr<std::string> Outcome(const grpc::Status& status) const;

  grpc::ClientContext context;
  helloworld::HelloRequest request;
  helloworld::HelloReply reply;
};

// How many calls came to which end: "100 OK" or, say, "97 OK, 3 UNAVAILABLE
// (SayHello: connection lost)", with the first message of each code. A call
// with a reply that was meant for another one is INTERNAL.
std::string Summary(const Outcomes& outcomes);

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_CROWD_H_
