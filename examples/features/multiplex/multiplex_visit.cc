// SPDX-License-Identifier: Apache-2.0

#include "multiplex_visit.h"

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "support/exit_status.h"

namespace {

bool NumberIn(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata,
              int64_t& number) {
  const auto found = metadata.find("number");
  return found != metadata.end() &&
         absl::SimpleAtoi(
             absl::string_view(found->second.data(), found->second.size()),
             &number);
}

}  // namespace

MultiplexVisit::MultiplexVisit(helloworld::Greeter::Stub& stub,
                               const std::string& name) {
  context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  request_.set_name(name);
  stub.async()->SayHello(&context_, &request_, &reply_, this);
  StartCall();
}

MultiplexVisit::~MultiplexVisit() {
  context_.TryCancel();
  status_.wait();
}

bool MultiplexVisit::IsOnItsWay() const {
  return number_.wait_for(std::chrono::seconds(0)) ==
         std::future_status::timeout;
}

absl::StatusOr<std::string> MultiplexVisit::Answer() const {
  const grpc::Status& status = status_.get();
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply_.message();
}

// Comes before OnDone, and without metadata if the call has failed.
void MultiplexVisit::OnReadInitialMetadataDone(bool ok) {
  int64_t number = 0;
  if (!ok || !NumberIn(context_.GetServerInitialMetadata(), number)) number = 0;
  number_came_.set_value(number);
}

void MultiplexVisit::OnDone(const grpc::Status& status) {
  status_came_.set_value(status);  // Last: the object may be gone after it.
}
