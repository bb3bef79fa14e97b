// SPDX-License-Identifier: Apache-2.0

#include "reflection_client.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "call_by_name.h"
#include "json.h"
#include "proto_text.h"
#include "support/quote.h"

absl::StatusOr<std::vector<std::string>> ReflectionClient::Services() {
  auto services = questions_.Services(absl::Now() + timeout_);
  if (!services.ok()) return services;
  services->erase(std::remove_if(services->begin(), services->end(),
                                 [](const std::string& name) {
                                   return absl::StartsWith(name,
                                                           "grpc.reflection.");
                                 }),
                  services->end());
  return services;
}

absl::StatusOr<std::string> ReflectionClient::Describe(
    const std::string& method) {
  const auto found = FindMethod(method, absl::Now() + timeout_);
  if (!found.ok()) return found.status();
  return ProtoText(**found);
}

absl::StatusOr<std::vector<std::string>> ReflectionClient::Call(
    const std::string& method, const std::string& json) {
  const absl::Time deadline = absl::Now() + timeout_;
  const auto found = FindMethod(method, deadline);
  if (!found.ok()) return found.status();
  const google::protobuf::MethodDescriptor& called = **found;
  if (called.client_streaming()) {
    return absl::UnimplementedError(
        absl::StrCat("method ", support::Quote(method),
                     " takes a stream of requests: wanted one of one request"));
  }

  const std::unique_ptr<google::protobuf::Message> request(
      messages_.GetPrototype(called.input_type())->New());
  const std::unique_ptr<google::protobuf::Message> reply(
      messages_.GetPrototype(called.output_type())->New());
  if (absl::Status status = FromJson(json, *request); !status.ok()) {
    return status;
  }

  std::vector<std::string> replies;
  size_t size = 0;
  absl::Status status = CallByName(
      stub_, absl::StrCat("/", method), *request, deadline,
      [&](grpc::ByteBuffer& bytes) {
        if (!Parse(bytes, *reply)) {
          return absl::InternalError(
              absl::StrCat("a reply cannot be read: wanted a ",
                           called.output_type()->full_name()));
        }
        const auto text = ToJson(*reply);
        if (!text.ok()) return text.status();
        size += sizeof(std::string) + text->size();
        if (size > kMostBytes) {
          return absl::ResourceExhaustedError(absl::StrCat(
              "the replies: wanted at most ", kMostBytes, " bytes in all"));
        }
        replies.push_back(*text);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  if (!called.server_streaming() && replies.size() != 1) {
    return absl::InternalError(
        absl::StrCat("the server sent ", replies.size(), " replies: wanted 1"));
  }
  return replies;
}

absl::StatusOr<const google::protobuf::MethodDescriptor*>
ReflectionClient::FindMethod(const std::string& name, absl::Time deadline) {
  const size_t slash = name.find('/');
  if (slash == std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "method ", support::Quote(name), ": wanted package.Service/Method"));
  }
  const auto service = schema_.FindService(name.substr(0, slash), deadline);
  if (!service.ok()) return service.status();
  const auto* const method =
      (*service)->FindMethodByName(name.substr(slash + 1));
  if (method != nullptr) return method;

  std::vector<std::string> names;
  for (int i = 0; i < (*service)->method_count(); ++i) {
    names.emplace_back((*service)->method(i)->name());
  }
  return absl::NotFoundError(absl::StrCat("method ", support::Quote(name),
                                          ": wanted one of ",
                                          absl::StrJoin(names, ", ")));
}
