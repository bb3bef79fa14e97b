// SPDX-License-Identifier: Apache-2.0
//
// What the node calls the commands that it does not know by the name that the
// schema gives. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_COMMAND_NAMES_H_
#define EXAMPLES_LIGHTNING_CLN_COMMAND_NAMES_H_

#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "node_schema.h"

// Thread-safe. There are no more names than the schema has methods.
class CommandNames {
 public:
  std::string For(const NodeMethod& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = learned_.find(&method);
    return found == learned_.end() ? method.command : found->second;
  }

  // `method` must outlive the object.
  void Learn(const NodeMethod& method, std::string name) {
    const std::lock_guard lock(mutex_);
    learned_[&method] = std::move(name);
  }

 private:
  mutable std::mutex mutex_;
  absl::flat_hash_map<const NodeMethod*, std::string> learned_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_COMMAND_NAMES_H_
