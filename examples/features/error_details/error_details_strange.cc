// SPDX-License-Identifier: Apache-2.0

#include "error_details_strange.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "support/quote.h"

namespace {

// Adds a detail by hand: its type, and its bytes.
void Add(const std::string& type, const std::string& bytes,
         google::rpc::Status& described) {
  auto* const detail = described.add_details();
  detail->set_type_url(type);
  detail->set_value(bytes);
}

void AddBadName(const std::string& description,
                google::rpc::Status& described) {
  google::rpc::BadRequest bad_request;
  auto* const violation = bad_request.add_field_violations();
  violation->set_field("name");
  violation->set_description(description);
  Add("type.googleapis.com/google.rpc.BadRequest",
      bad_request.SerializeAsString(), described);
}

grpc::Status Fail(const std::string& name) {
  if (name == "none") {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "nobody of this name");
  }
  if (name == "malformed") {
    return grpc::Status(grpc::StatusCode::ABORTED, "gave up", "\xff\xff\xff");
  }
  google::rpc::Status described;
  described.set_code(grpc::StatusCode::ABORTED);
  if (name == "unknown") {
    Add("type.example.com/stars.v2.Horoscope", "\xff\xff\xff", described);
    AddBadName("not today", described);
  } else if (name == "other") {
    described.set_code(grpc::StatusCode::NOT_FOUND);
    AddBadName("not known", described);
  } else {
    AddBadName(name, described);
  }
  return grpc::Status(grpc::StatusCode::ABORTED, "gave up",
                      described.SerializeAsString());
}

}  // namespace

grpc::ServerUnaryReactor* ErrorDetailsStrange::SayHello(
    grpc::CallbackServerContext* context,
    const helloworld::HelloRequest* request,
    helloworld::HelloReply* /*reply*/) {
  journal_.Write(absl::StrCat("fails: ", support::Quote(request->name())));
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(Fail(request->name()));
  return reactor;
}
