// SPDX-License-Identifier: Apache-2.0
//
// A call that waits for what the server has to say, for as long as that takes.

#ifndef EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_LISTENER_H_
#define EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_LISTENER_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// With the callback API, gRPC has threads of its own that answer the server's
// pings. With the synchronous API of gRPC 1.51 nobody does so while no call
// waits, and a connection with nothing wrong is given up.
//
// gRPC calls the On... methods, and any one thread the others.
class KeepaliveListener final
    : private grpc::ClientReadReactor<hello::HelloReply> {
 public:
  // Opens the call, which ends after `timeout` at the latest.
  KeepaliveListener(hello::Hello::Stub& stub, const std::string& name,
                    absl::Duration timeout);

  // Cancels the call if it is open, and waits for its end.
  ~KeepaliveListener() override;

  // Waits for what the server says next; of several things, only the last is
  // kept. If the call has ended, returns how: OUT_OF_RANGE if there was no more
  // to say, and the call's status if it failed.
  absl::StatusOr<std::string> Next();

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  grpc::ClientContext context_;
  hello::HelloRequest request_;
  hello::HelloReply reply_;  // gRPC writes it until OnReadDone.

  std::mutex mutex_;  // Guards the two below.
  std::optional<std::string> news_;
  std::optional<grpc::Status> end_;
  std::condition_variable changed_;
};

#endif  // EXAMPLES_FEATURES_KEEPALIVE_KEEPALIVE_LISTENER_H_
