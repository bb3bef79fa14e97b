// SPDX-License-Identifier: Apache-2.0

#include "metadata_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "metadata_check.h"
#include "metadata_entries.h"
#include "metadata_stream.h"

namespace {

// Who has which token. A server in earnest checks a signature, or asks those
// who hand out the tokens.
constexpr std::pair<const char*, const char*> kVisitors[] = {
    {"Bearer token-of-ada", "Ada"},
    {"Bearer token-of-grace", "Grace"},
};

// Only the keys: a value may be a secret.
std::string KeysOf(const grpc::CallbackServerContext& context) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : CopyMetadata(context.client_metadata())) {
    keys.push_back(key);
  }
  return absl::StrJoin(keys, ", ");
}

// Sets `name` to who has the token. No message repeats what was sent.
grpc::Status Authenticate(const grpc::CallbackServerContext& context,
                          std::string& name) {
  const std::vector<std::string> tokens =
      MetadataValues(context.client_metadata(), "authorization");
  if (tokens.size() != 1) {
    return grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                        absl::StrCat("metadata key authorization: ",
                                     tokens.size(), " values: wanted one"));
  }
  for (const auto& [token, visitor] : kVisitors) {
    if (tokens.front() == token) {
      name = visitor;
      return grpc::Status::OK;
    }
  }
  return grpc::Status(
      grpc::StatusCode::UNAUTHENTICATED,
      "metadata key authorization: wanted \"Bearer TOKEN\" with a known token");
}

// The entries of `context` that have one of `keys`.
MetadataEntries Select(const grpc::CallbackServerContext& context,
                       const std::vector<std::string>& keys) {
  MetadataEntries entries;
  for (const std::string& key : keys) {
    for (std::string& value : MetadataValues(context.client_metadata(), key)) {
      entries.emplace_back(key, std::move(value));
    }
  }
  return entries;
}

// Sends back some of what the client has sent.
grpc::Status Echo(grpc::CallbackServerContext& context) {
  const MetadataEntries initial = Select(context, {"request-id"});
  const MetadataEntries trailing = Select(context, {"tag", "picture-bin"});
  // gRPC has not checked what came, and may end a server that sends it on.
  absl::Status status = CheckMetadata(initial);
  status.Update(CheckMetadata(trailing));
  if (!status.ok()) {
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                        std::string(status.message()));
  }
  for (const auto& [key, value] : initial) {
    context.AddInitialMetadata(key, value);
  }
  for (const auto& [key, value] : trailing) {
    context.AddTrailingMetadata(key, value);
  }
  return grpc::Status::OK;
}

}  // namespace

grpc::Status MetadataService::Welcome(grpc::CallbackServerContext& context,
                                      std::string& greeting) {
  journal_.Write(absl::StrCat("keys: ", KeysOf(context)));
  std::string name;
  grpc::Status status = Authenticate(context, name);
  if (!status.ok()) {
    context.AddTrailingMetadata("www-authenticate", "Bearer");
  } else {
    status = Echo(context);
  }
  if (!status.ok()) {
    journal_.Write(absl::StrCat("refuses: ", status.error_message()));
    return status;
  }
  journal_.Write(absl::StrCat("greets ", name));
  greeting = absl::StrCat("Hello, ", name, "!");
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* MetadataService::hello(
    grpc::CallbackServerContext* context,
    const hello::HelloRequest* /*request*/, hello::HelloReply* reply) {
  std::string greeting;
  const grpc::Status status = Welcome(*context, greeting);
  if (status.ok()) {
    context->AddTrailingMetadata("letters", absl::StrCat(greeting.size()));
    reply->set_message(greeting);
  }
  // Sends all of it: initial metadata, reply, and status with the trailing one.
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>*
MetadataService::biHello(grpc::CallbackServerContext* context) {
  support::CallLimit::Slot slot(limit_);
  if (!slot.taken()) {
    journal_.Write(absl::StrCat("refuses: ", slot.refusal()));
    return new MetadataStream(
        *context,
        grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot.refusal()));
  }
  std::string greeting;
  const grpc::Status status = Welcome(*context, greeting);
  return status.ok() ? new MetadataStream(*context, greeting, std::move(slot))
                     : new MetadataStream(*context, status);
}
