// SPDX-License-Identifier: Apache-2.0

#include "channel_call_log.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "support/quote.h"

namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// The first product in the client's user agent, without its version.
std::string Product(const Metadata& metadata) {
  const auto agent = metadata.find("user-agent");
  if (agent == metadata.end()) return "somebody";
  const absl::string_view text(agent->second.data(), agent->second.size());
  return support::Quote(text.substr(0, text.find('/')));
}

}  // namespace

void ChannelCallLog::Write(absl::string_view service, const std::string& peer,
                           const Metadata& metadata) {
  journal_.Write(absl::StrCat(service, ": called by ", Product(metadata),
                              " over connection ", NumberOf(peer)));
}

size_t ChannelCallLog::NumberOf(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  auto found = std::find(peers_.begin(), peers_.end(), peer);
  if (found == peers_.end()) {
    if (peers_.size() == kMostConnections) {
      peers_.pop_front();
      ++forgotten_;
    }
    found = peers_.insert(peers_.end(), peer);
  }
  return forgotten_ + (found - peers_.begin()) + 1;
}
