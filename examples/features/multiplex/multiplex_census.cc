// SPDX-License-Identifier: Apache-2.0

#include "multiplex_census.h"

#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"

namespace {

std::string Plural(int number, const char* noun) {
  return absl::StrCat(number, " ", noun, number == 1 ? "" : "s");
}

}  // namespace

std::string MultiplexCensus::Count() {
  const std::lock_guard lock(mutex_);
  return absl::StrCat(
      Plural(calls_, "call"), " on ",
      Plural(static_cast<int>(calls_by_peer_.size()), "connection"));
}

MultiplexCensus::Entry::Entry(MultiplexCensus& census,
                              const grpc::CallbackServerContext& context)
    : census_(census), peer_(context.peer()) {
  const std::lock_guard lock(census_.mutex_);
  if (census_.calls_ == kMostCalls) {
    status_ = grpc::Status(
        grpc::StatusCode::RESOURCE_EXHAUSTED,
        absl::StrCat("wanted no more than ", kMostCalls, " open calls"));
    return;
  }
  counted_ = true;
  ++census_.calls_;
  ++census_.calls_by_peer_[peer_];
}

void MultiplexCensus::Entry::Leave() {
  if (!counted_) return;
  counted_ = false;
  const std::lock_guard lock(census_.mutex_);
  --census_.calls_;
  const auto found = census_.calls_by_peer_.find(peer_);
  if (--found->second == 0) census_.calls_by_peer_.erase(found);
}
