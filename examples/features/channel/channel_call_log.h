// SPDX-License-Identifier: Apache-2.0
//
// What a server can know of the connection that a call came over.

#ifndef EXAMPLES_FEATURES_CHANNEL_CHANNEL_CALL_LOG_H_
#define EXAMPLES_FEATURES_CHANNEL_CHANNEL_CALL_LOG_H_

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "support/journal.h"

// Numbers connections from 1, in the order of their first calls. Thread-safe.
class ChannelCallLog {
 public:
  // `journal` must outlive the log.
  explicit ChannelCallLog(support::Journal& journal) : journal_(journal) {}

  // An older connection counts as a new one when it is used again.
  static constexpr size_t kMostConnections = 1000;

  // Writes which service was called, by whom, and over which connection. The
  // last two are of the call's context: peer() and client_metadata().
  void Write(absl::string_view service, const std::string& peer,
             const std::multimap<grpc::string_ref, grpc::string_ref>& metadata);

 private:
  size_t NumberOf(const std::string& peer);

  support::Journal& journal_;
  std::mutex mutex_;  // Guards the two below.
  std::deque<std::string> peers_;
  size_t forgotten_ = 0;  // Peers that were here before the first of peers_.
};

#endif  // EXAMPLES_FEATURES_CHANNEL_CHANNEL_CALL_LOG_H_
