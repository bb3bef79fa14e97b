// SPDX-License-Identifier: Apache-2.0
//
// A server without reflection, as most servers on the internet are.

#ifndef EXAMPLES_FEATURES_REFLECTION_PLAIN_SERVER_H_
#define EXAMPLES_FEATURES_REFLECTION_PLAIN_SERVER_H_

#include <memory>

#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// Has a Hello whose methods all answer UNIMPLEMENTED.
class PlainServer {
 public:
  PlainServer();
  ~PlainServer();

  // Leads to this server, within the process. Must not be used after it.
  std::shared_ptr<grpc::Channel> Channel();

 private:
  hello::Hello::CallbackService hello_;  // Outlives server_.
  std::unique_ptr<grpc::Server> server_;
};

#endif  // EXAMPLES_FEATURES_REFLECTION_PLAIN_SERVER_H_
