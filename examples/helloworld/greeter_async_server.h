// SPDX-License-Identifier: Apache-2.0
//
// The Greeter's server, with the completion-queue API: threads of our own take
// what has happened out of queues, and let the calls go on.

#ifndef EXAMPLES_HELLOWORLD_GREETER_ASYNC_SERVER_H_
#define EXAMPLES_HELLOWORLD_GREETER_ASYNC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "greeter_async_worker.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// A server that accepts calls for as long as the object exists.
class GreeterAsyncServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. If HOST stands for
  // several addresses, one that is free is enough. Fails with UNAVAILABLE if
  // there is none.
  static absl::StatusOr<std::unique_ptr<GreeterAsyncServer>> Start(
      const std::string& listen);

  // Cancels the calls that are still open.
  ~GreeterAsyncServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled, which does not stop a method that
  // is running: a long one must ask its context whether it IsCancelled().
  void Shutdown(absl::Duration grace);

 private:
  GreeterAsyncServer() = default;

  // Outlives server_, which it is registered with.
  helloworld::Greeter::AsyncService service_;
  // Their queues outlive server_, which they are registered with too.
  std::vector<std::unique_ptr<GreeterAsyncWorker>> workers_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_ASYNC_SERVER_H_
