// SPDX-License-Identifier: Apache-2.0
//
// So much of something, and no more.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_ALLOWANCE_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_ALLOWANCE_H_

#include <atomic>
#include <cstddef>
#include <memory>

// Thread-safe. Must outlive all shares that are taken of it.
class Allowance {
 public:
  explicit Allowance(size_t all) : left_(all) {}

  // A part of what is left, which comes back once nobody has the share. Null if
  // there is not so much left.
  std::shared_ptr<void> Take(size_t amount) {
    size_t left = left_;
    do {
      if (amount > left) return nullptr;
    } while (!left_.compare_exchange_weak(left, left - amount));
    return {&left_, [this, amount](void*) { left_ += amount; }};
  }

 private:
  std::atomic<size_t> left_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_ALLOWANCE_H_
