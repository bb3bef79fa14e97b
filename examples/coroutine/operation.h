// SPDX-License-Identifier: Apache-2.0
//
// What the servers and the clients of task.h's coroutines have in common: an
// operation of gRPC's, such as a read, that a coroutine waits for.

#ifndef EXAMPLES_COROUTINE_OPERATION_H_
#define EXAMPLES_COROUTINE_OPERATION_H_

#include <cassert>
#include <coroutine>
#include <utility>

namespace coroutine::internal {

// Who waits for an operation, and how it ended. The reactor has one for each
// operation that may be under way, so a message costs no memory of its own.
template <typename Result>
class Pending {
 public:
  void Wait(std::coroutine_handle<> coroutine) {
    assert(!coroutine_);  // Wanted: one at a time.
    coroutine_ = coroutine;
  }

  // The reactor may be gone when Resume returns.
  void Resume(Result result) {
    result_ = std::move(result);
    std::exchange(coroutine_, nullptr).resume();
  }

  Result Take() { return std::move(result_); }

 private:
  std::coroutine_handle<> coroutine_;
  Result result_{};
};

// The awaiter. `start` starts the operation; its reaction is to Resume.
template <typename Result, typename Slot, typename Start>
class [[nodiscard]] Operation {
 public:
  Operation(Slot* pending, Start start) : pending_(pending), start_(start) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) noexcept {
    pending_->Wait(coroutine);
    start_();  // Last, for this awaiter may be gone now.
  }
  [[nodiscard]] Result await_resume() noexcept {
    return static_cast<Result>(pending_->Take());
  }

 private:
  Slot* pending_;
  Start start_;
};

// `Result` is what the coroutine sees of the result: all of it, or void.
template <typename Result, typename Slot, typename Start>
Operation<Result, Slot, Start> Await(Slot* pending, Start start) {
  return {pending, start};
}

}  // namespace coroutine::internal

#endif  // EXAMPLES_COROUTINE_OPERATION_H_
