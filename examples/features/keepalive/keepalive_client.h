// SPDX-License-Identifier: Apache-2.0
//
// A client that asks, when it has heard nothing for a while, whether the server
// is still there.

#ifndef EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_CLIENT_H_
#define EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "keepalive_listener.h"

// A channel that pings the server at `target` when nothing has come from it for
// `silence`, and gives the connection up if there is no answer within
// `patience`. Both count in milliseconds. A channel from grpc::CreateChannel
// never asks.
std::shared_ptr<grpc::Channel> KeepaliveChannel(const std::string& target,
                                                absl::Duration silence,
                                                absl::Duration patience);

// Thread-safe.
class KeepaliveClient {
 public:
  explicit KeepaliveClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(hello::Hello::NewStub(channel)) {}

  // Opens a call that ends after `timeout` at the latest.
  std::unique_ptr<KeepaliveListener> Listen(const std::string& name,
                                            absl::Duration timeout) {
    return std::make_unique<KeepaliveListener>(*stub_, name, timeout);
  }

 private:
  const std::unique_ptr<hello::Hello::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_CLIENT_H_
