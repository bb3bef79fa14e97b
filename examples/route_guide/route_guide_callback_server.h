// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's server, with the callback API: a call has a reactor, which
// gRPC calls when something has been read or written.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_SERVER_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "route_guide.grpc.pb.h"

// What the service does. gRPC calls the methods on a few threads that all calls
// share, several at a time: a method must not block.
class RouteGuideCallbackService final
    : public routeguide::RouteGuide::CallbackService {
 public:
  explicit RouteGuideCallbackService(const RouteGuideOptions& options)
      : guide_(options) {}

  grpc::ServerUnaryReactor* GetFeature(grpc::CallbackServerContext* context,
                                       const routeguide::Point* point,
                                       routeguide::Feature* feature) override;

  grpc::ServerWriteReactor<routeguide::Feature>* ListFeatures(
      grpc::CallbackServerContext* context,
      const routeguide::Rectangle* rectangle) override;

  grpc::ServerReadReactor<routeguide::Point>* RecordRoute(
      grpc::CallbackServerContext* context,
      routeguide::RouteSummary* summary) override;

  grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>*
  RouteChat(grpc::CallbackServerContext* context) override;

 private:
  Guide guide_;
};

// A server that accepts calls for as long as the object exists.
class RouteGuideCallbackServer {
 public:
  // Listens on options.listen. If HOST stands for several addresses, one that
  // is free is enough. Fails with UNAVAILABLE if there is none.
  static absl::StatusOr<std::unique_ptr<RouteGuideCallbackServer>> Start(
      const RouteGuideOptions& options);

  // Cancels the calls that are still open.
  ~RouteGuideCallbackServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled: their reads and writes fail.
  void Shutdown(absl::Duration grace);

 private:
  explicit RouteGuideCallbackServer(const RouteGuideOptions& options)
      : service_(options) {}

  // Outlives server_, which it is registered with.
  RouteGuideCallbackService service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CALLBACK_SERVER_H_
