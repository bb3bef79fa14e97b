// SPDX-License-Identifier: Apache-2.0

#include "reply_cache.h"

#include <mutex>
#include <optional>
#include <string>

std::optional<helloworld::HelloReply> ReplyCache::Get(
    const std::string& name, Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  if (entry == entries_.end() || now - entry->second.kept_since > kMostAge) {
    return std::nullopt;
  }
  return entry->second.reply;
}

void ReplyCache::Put(const std::string& name,
                     const helloworld::HelloReply& reply,
                     Clock::time_point now) {
  if (name.size() + reply.ByteSizeLong() > kMostBytes) return;
  const std::lock_guard lock(mutex_);
  while (!names_.empty() &&
         now - entries_.at(names_.front()).kept_since > kMostAge) {
    entries_.erase(names_.front());
    names_.pop_front();
  }
  // Two calls may have asked for the same at once.
  if (!entries_.try_emplace(name, Entry{reply, now}).second) return;
  names_.push_back(name);
  if (names_.size() <= kMostReplies) return;
  entries_.erase(names_.front());
  names_.pop_front();
}
