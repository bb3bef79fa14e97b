// SPDX-License-Identifier: Apache-2.0

#include "error_details_client.h"

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

// The details do not say it: they may have been written for another code.
bool MaySucceedLater(const absl::Status& refusal) {
  return absl::IsResourceExhausted(refusal) || absl::IsUnavailable(refusal);
}

}  // namespace

ErrorDetailsAnswer ErrorDetailsClient::Hello(const std::string& name,
                                             const std::string& greeting,
                                             absl::Duration timeout) {
  return HelloUntil(name, greeting, absl::Now() + timeout);
}

ErrorDetailsAnswer ErrorDetailsClient::HelloPatiently(
    const std::string& name, const std::string& greeting,
    absl::Duration timeout,
    const std::function<void(const ErrorDetailsAnswer& refusal)>& wait) {
  // One deadline for both calls and for what lies between them.
  const absl::Time deadline = absl::Now() + timeout;
  ErrorDetailsAnswer refusal = HelloUntil(name, greeting, deadline);
  if (!MaySucceedLater(refusal.reply.status()) ||
      !refusal.details.retry_delay.has_value() ||
      absl::Now() + *refusal.details.retry_delay >= deadline) {
    return refusal;
  }
  wait(refusal);
  return HelloUntil(name, greeting, deadline);
}

ErrorDetailsAnswer ErrorDetailsClient::HelloUntil(const std::string& name,
                                                  const std::string& greeting,
                                                  absl::Time deadline) {
  hello::HelloRequest request;
  request.set_name(name);
  request.set_greeting(greeting);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  hello::HelloReply reply;
  const grpc::Status status = hello_->hello(&context, request, &reply);
  ErrorDetailsAnswer answer;
  if (status.ok()) {
    answer.reply = reply.message();
  } else {
    answer.reply = support::CallStatus("hello", status.error_code(),
                                       status.error_message());
    answer.details = ReadErrorDetails(status);
  }
  return answer;
}

ErrorDetailsAnswer ErrorDetailsClient::FailStrangely(const std::string& name,
                                                     absl::Duration timeout) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  helloworld::HelloReply reply;
  const grpc::Status status = strange_->SayHello(&context, request, &reply);
  ErrorDetailsAnswer answer;
  if (status.ok()) {
    answer.reply = reply.message();
  } else {
    answer.reply = support::CallStatus("SayHello", status.error_code(),
                                       status.error_message());
    answer.details = ReadErrorDetails(status);
  }
  return answer;
}
