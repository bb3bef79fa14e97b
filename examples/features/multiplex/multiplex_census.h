// SPDX-License-Identifier: Apache-2.0
//
// How many calls are open, and on how many connections.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CENSUS_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CENSUS_H_

#include <map>
#include <mutex>
#include <string>

#include "grpcpp/grpcpp.h"

// Thread-safe.
class MultiplexCensus {
 public:
  class Entry;

  // An open call costs memory for as long as its client likes, and clients are
  // many.
  static constexpr int kMostCalls = 200;

  // "100 calls on 1 connection".
  std::string Count();

 private:
  std::mutex mutex_;  // Guards the two below.
  int calls_ = 0;
  std::map<std::string, int> calls_by_peer_;  // At least one each.
};

// One call that is counted, for as long as the object exists or until Leave.
// The census must outlive it. One thread at a time.
class MultiplexCensus::Entry {
 public:
  // The peer of a call is the other end of its connection.
  Entry(MultiplexCensus& census, const grpc::CallbackServerContext& context);
  ~Entry() { Leave(); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  // RESOURCE_EXHAUSTED if kMostCalls were open: this one is not counted.
  const grpc::Status& status() const { return status_; }

  // Does nothing if the call is not, or no longer, counted.
  void Leave();

 private:
  MultiplexCensus& census_;
  const std::string peer_;
  grpc::Status status_;
  bool counted_ = false;
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_CENSUS_H_
