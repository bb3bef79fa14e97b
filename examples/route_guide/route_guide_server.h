// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's server, with the synchronous API: a call has a thread of
// gRPC's, which reads and writes until it returns the status.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "route_guide.grpc.pb.h"

// What the service does. gRPC calls the methods on many threads at a time.
class RouteGuideService final : public routeguide::RouteGuide::Service {
 public:
  explicit RouteGuideService(const RouteGuideOptions& options)
      : guide_(options) {}

  grpc::Status GetFeature(grpc::ServerContext* context,
                          const routeguide::Point* point,
                          routeguide::Feature* feature) override;

  grpc::Status ListFeatures(
      grpc::ServerContext* context, const routeguide::Rectangle* rectangle,
      grpc::ServerWriter<routeguide::Feature>* writer) override;

  grpc::Status RecordRoute(grpc::ServerContext* context,
                           grpc::ServerReader<routeguide::Point>* reader,
                           routeguide::RouteSummary* summary) override;

  grpc::Status RouteChat(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<routeguide::RouteNote, routeguide::RouteNote>*
          stream) override;

 private:
  Guide guide_;
};

// A server that accepts calls for as long as the object exists.
class RouteGuideServer {
 public:
  // Listens on options.listen. If HOST stands for several addresses, one that
  // is free is enough. Fails with UNAVAILABLE if there is none.
  static absl::StatusOr<std::unique_ptr<RouteGuideServer>> Start(
      const RouteGuideOptions& options);

  // Cancels the calls that are still open.
  ~RouteGuideServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled: their reads and writes fail.
  void Shutdown(absl::Duration grace);

 private:
  explicit RouteGuideServer(const RouteGuideOptions& options)
      : service_(options) {}

  RouteGuideService service_;  // Outlives server_, which it is registered with.
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_H_
