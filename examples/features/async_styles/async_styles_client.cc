// SPDX-License-Identifier: Apache-2.0

#include "async_styles_client.h"

#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "support/exit_status.h"
#include "thread_count.h"

namespace {

// Two clients must not make a crowd together.
std::string RandomId() {
  std::random_device random;
  return absl::StrCat(absl::Hex(random()), "-", absl::Hex(random()));
}

}  // namespace

absl::StatusOr<std::string> AsyncStylesClient::SayHello(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

AsyncStylesClient::Result AsyncStylesClient::Run(Style* style) {
  ThreadCount threads;
  const absl::Time begin = absl::Now();
  Outcomes outcomes = style(*stub_, {.id = RandomId(),
                                     .calls = kCalls,
                                     .deadline = begin + timeout_,
                                     .threads = threads});
  return {.outcomes = std::move(outcomes),
          .threads = threads.most(),
          .time = absl::Now() - begin};
}
