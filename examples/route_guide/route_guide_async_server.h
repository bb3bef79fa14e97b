// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's server, with the completion-queue API: threads of our own
// take what has happened out of queues, and let the calls go on.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_SERVER_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "route_guide.grpc.pb.h"
#include "route_guide_async_worker.h"

// A server that accepts calls for as long as the object exists.
class RouteGuideAsyncServer {
 public:
  // Listens on options.listen. If HOST stands for several addresses, one that
  // is free is enough. Fails with UNAVAILABLE if there is none.
  static absl::StatusOr<std::unique_ptr<RouteGuideAsyncServer>> Start(
      const RouteGuideOptions& options);

  // Cancels the calls that are still open.
  ~RouteGuideAsyncServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled: their reads and writes fail.
  void Shutdown(absl::Duration grace);

 private:
  explicit RouteGuideAsyncServer(const RouteGuideOptions& options)
      : guide_(options) {}

  Guide guide_;
  // Outlives server_, which it is registered with.
  routeguide::RouteGuide::AsyncService service_;
  // Their queues outlive server_, which they are registered with too.
  std::vector<std::unique_ptr<RouteGuideAsyncWorker>> workers_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_SERVER_H_
