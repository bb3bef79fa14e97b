// SPDX-License-Identifier: Apache-2.0
//
// What ListFeatures is compared with: servers that send each feature by itself,
// as those of the official examples do. The features are the same FeatureDb's.
//
//   build/release/benchmarks/plain_server --style=callback

#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "feature_db.h"
#include "grpc_status.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "support/command_line.h"
#include "support/exit_status.h"
#include "support/termination.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:50051"},
          "HOST:PORT to listen on; port 0 picks a free one");
ABSL_FLAG(std::string, db_path, ROUTE_GUIDE_DB, "the features, a file in JSON");
ABSL_FLAG(std::string, style, "sync", "the API's style: sync or callback");

namespace {

class SyncService final : public routeguide::RouteGuide::Service {
 public:
  explicit SyncService(const FeatureDb& features) : features_(features) {}

  grpc::Status ListFeatures(
      grpc::ServerContext* /*context*/, const routeguide::Rectangle* rectangle,
      grpc::ServerWriter<routeguide::Feature>* writer) override {
    absl::StatusOr<FeatureDb::Within> within = features_.List(*rectangle);
    if (!within.ok()) return GrpcStatus(within.status());
    routeguide::Feature feature;
    while (within->Next(&feature)) {
      if (!writer->Write(feature)) return grpc::Status::CANCELLED;
    }
    return grpc::Status::OK;
  }

 private:
  const FeatureDb& features_;
};

class Lister final : public grpc::ServerWriteReactor<routeguide::Feature> {
 public:
  Lister(const FeatureDb& features, const routeguide::Rectangle& rectangle) {
    const absl::StatusOr<FeatureDb::Within> within = features.List(rectangle);
    if (!within.ok()) {
      Finish(GrpcStatus(within.status()));
      return;
    }
    within_ = *within;
    WriteNext();
  }

  void OnWriteDone(bool ok) override {
    if (ok) {
      WriteNext();
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnDone() override { delete this; }

 private:
  ~Lister() override = default;

  void WriteNext() {
    if (within_->Next(&feature_)) {
      StartWrite(&feature_);
    } else {
      Finish(grpc::Status::OK);
    }
  }

  std::optional<FeatureDb::Within> within_;
  routeguide::Feature feature_;
};

class CallbackService final : public routeguide::RouteGuide::CallbackService {
 public:
  explicit CallbackService(const FeatureDb& features) : features_(features) {}

  grpc::ServerWriteReactor<routeguide::Feature>* ListFeatures(
      grpc::CallbackServerContext* /*context*/,
      const routeguide::Rectangle* rectangle) override {
    return new Lister(features_, *rectangle);
  }

 private:
  const FeatureDb& features_;
};

absl::StatusOr<std::unique_ptr<grpc::Service>> MakeService(
    const std::string& style, const FeatureDb& features) {
  if (style == "sync") return std::make_unique<SyncService>(features);
  if (style == "callback") return std::make_unique<CallbackService>(features);
  return absl::InvalidArgumentError(
      absl::StrCat("--style=", style, ": wanted sync or callback"));
}

absl::Status Serve(support::Termination& termination) {
  const auto features = FeatureDb::Load(absl::GetFlag(FLAGS_db_path));
  if (!features.ok()) return features.status();
  const auto service = MakeService(absl::GetFlag(FLAGS_style), **features);
  if (!service.ok()) return service.status();

  const std::string listen = absl::GetFlag(FLAGS_listen).value;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(service->get());
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", listen));
  }
  std::cout << "Server started, listening on "
            << listen.substr(0, listen.rfind(':')) << ":" << port << std::endl;
  termination.Wait();
  server->Shutdown();
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "lists features, one write each.")) {
    return *status;
  }
  support::Termination termination;  // Before the server starts its threads.
  return support::ExitStatus(Serve(termination));
}
