// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_ROUTE_GUIDE_SILENT_ROUTE_GUIDE_H_
#define TESTS_ROUTE_GUIDE_SILENT_ROUTE_GUIDE_H_

#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"

// Never reads and never answers.
class SilentRouteGuide final : public routeguide::RouteGuide::CallbackService {
  template <typename Base>
  struct Silence final : Base {
    void OnCancel() override { this->Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }
  };

  grpc::ServerUnaryReactor* GetFeature(
      grpc::CallbackServerContext* /*context*/,
      const routeguide::Point* /*point*/,
      routeguide::Feature* /*feature*/) override {
    return new Silence<grpc::ServerUnaryReactor>;
  }

  grpc::ServerWriteReactor<routeguide::Feature>* ListFeatures(
      grpc::CallbackServerContext* /*context*/,
      const routeguide::Rectangle* /*rectangle*/) override {
    return new Silence<grpc::ServerWriteReactor<routeguide::Feature>>;
  }

  grpc::ServerReadReactor<routeguide::Point>* RecordRoute(
      grpc::CallbackServerContext* /*context*/,
      routeguide::RouteSummary* /*summary*/) override {
    return new Silence<grpc::ServerReadReactor<routeguide::Point>>;
  }

  grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>*
  RouteChat(grpc::CallbackServerContext* /*context*/) override {
    return new Silence<
        grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>>;
  }
};

#endif  // TESTS_ROUTE_GUIDE_SILENT_ROUTE_GUIDE_H_
