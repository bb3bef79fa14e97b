// SPDX-License-Identifier: Apache-2.0

#include "retry_attempt.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "support/quote.h"

RetryAttempt::RetryAttempt(grpc::CallbackServerContext& context,
                           support::Journal& journal)
    : context_(context), journal_(journal) {
  constexpr int kMost = 1000;
  constexpr int kDay = 24 * 60 * 60 * 1000;
  // gRPC sends it from the second attempt on.
  int previous = 0;
  Read("grpc-previous-rpc-attempts", 0, kMost, previous);
  number_ += previous;

  Read(RetryFault::kAttempts, 0, kMost, fault_.attempts);
  Read(RetryFault::kCode, 1, grpc::StatusCode::UNAUTHENTICATED, fault_.code);
  Read(RetryFault::kRequest, 1, kMost, fault_.request);
  constexpr int kNotSent = -kDay - 1;
  int pushback = kNotSent;
  Read(RetryFault::kPushback, -kDay, kDay, pushback);
  if (pushback != kNotSent) fault_.pushback = pushback;
}

grpc::Status RetryAttempt::Fail() {
  if (fault_.pushback.has_value()) {
    context_.AddTrailingMetadata("grpc-retry-pushback-ms",
                                 absl::StrCat(*fault_.pushback));
  }
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(fault_.code));
  journal_.Write(absl::StrCat("attempt ", number_, ": ", code));
  return grpc::Status(static_cast<grpc::StatusCode>(fault_.code),
                      absl::StrCat("attempt ", number_, " was asked to fail"));
}

std::string RetryAttempt::Greet(const std::string& name) {
  journal_.Write(
      absl::StrCat("attempt ", number_, ": greets ", support::Quote(name)));
  return absl::StrCat("Hello, ", name, "!");
}

void RetryAttempt::Read(const char* key, int least, int most, int& value) {
  const auto found = context_.client_metadata().find(key);
  if (found == context_.client_metadata().end()) return;
  const absl::string_view text(found->second.data(), found->second.size());
  int read = 0;
  if (!absl::SimpleAtoi(text, &read) || read < least || read > most) {
    status_ = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                           absl::StrCat(key, " ", support::Quote(text),
                                        ": wanted ", least, " to ", most));
    return;
  }
  value = read;
}
