// SPDX-License-Identifier: Apache-2.0
//
// C++20 coroutines on gRPC's callback API.
//
// With the callback API a call is a state machine: each reaction finds out how
// far the call has come, and starts what comes next. A coroutine is a state
// machine that the compiler writes. Its locals, and the place where it stands,
// are in an object on the heap, its frame. At a `co_await` it is suspended: it
// returns to whoever runs it. `resume()` lets it go on from there, on whichever
// thread calls that:
//
//   coroutine:  co_await stream.Read(&message)      what follows it
//                          | StartRead                    ^ resume()
//   gRPC:                  '----------- ... -------> OnReadDone
//
// Two more words, which are the language's. An awaiter is what `co_await` asks:
// its await_suspend starts the operation, and its await_resume says how it
// ended. A promise is what the compiler asks how a coroutine begins and ends.
//
// One rule is behind all that follows. Once an operation is started, another
// thread may resume the coroutine, and may destroy it. So whatever starts one
// touches neither the frame nor the reactor afterwards.

#ifndef EXAMPLES_COROUTINE_TASK_H_
#define EXAMPLES_COROUTINE_TASK_H_

#include <atomic>
#include <coroutine>
#include <exception>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/synchronization/notification.h"

namespace coroutine {

template <typename T>
class Task;

namespace internal {

// Hears that a task is over.
class Waiter {
 public:
  // May destroy the task. Returns the coroutine that this thread runs next.
  virtual std::coroutine_handle<> TaskIsOver() noexcept = 0;

 protected:
  ~Waiter() = default;
};

class PromiseBase {
 public:
  void set_waiter(Waiter* waiter) { waiter_ = waiter; }

  // The rest is what the compiler asks for. A task does not run until somebody
  // waits for it, and its end is told when it is suspended for the last time.
  struct FinalAwaiter {
    static bool await_ready() noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(
        std::coroutine_handle<Promise> frame) const noexcept {
      return frame.promise().waiter_->TaskIsOver();
    }
    void await_resume() const noexcept {}
  };
  static std::suspend_always initial_suspend() noexcept { return {}; }
  static FinalAwaiter final_suspend() noexcept { return {}; }
  static void unhandled_exception() noexcept { std::terminate(); }

 private:
  Waiter* waiter_ = nullptr;
};

template <typename T>
class Promise : public PromiseBase {
 public:
  Task<T> get_return_object();
  void return_value(T value) { result_.emplace(std::move(value)); }
  T Take() { return *std::move(result_); }

 private:
  std::optional<T> result_;
};

template <>
class Promise<void> : public PromiseBase {
 public:
  Task<void> get_return_object();
  void return_void() {}
  void Take() {}
};

// Starts tasks, and resumes the coroutine that waits when all are over.
template <typename... T>
class [[nodiscard]] Join final : private Waiter {
 public:
  explicit Join(Task<T>&... tasks) : tasks_(tasks...) {}

  bool await_ready() const noexcept { return false; }
  // If all tasks are over by now, returns false: the coroutine simply goes on.
  // So the stack does not grow in a loop over tasks that never wait.
  bool await_suspend(std::coroutine_handle<> coroutine) noexcept {
    coroutine_ = coroutine;
    std::apply([this](auto&... task) { (task.Start(this), ...); }, tasks_);
    return --left_ != 0;
  }
  // What a single task has returned; that of two is theirs to give.
  auto await_resume() const {
    if constexpr (sizeof...(T) == 1) return std::get<0>(tasks_).Take();
  }

 private:
  std::coroutine_handle<> TaskIsOver() noexcept override {
    if (--left_ != 0) return std::noop_coroutine();
    return coroutine_;
  }

  const std::tuple<Task<T>&...> tasks_;
  std::coroutine_handle<> coroutine_;
  std::atomic<int> left_ = sizeof...(T) + 1;  // The tasks, and await_suspend.
};

}  // namespace internal

// What a coroutine returns: it has the coroutine's frame, and with it all that
// the coroutine has. `co_await` runs it, and gives what it `co_return`s.
//
// It begins only when it is awaited. Its arguments must live until then and
// until its end: take strings and the like by value, not by reference. It must
// not throw: this suite uses no exceptions, and one would end the program.
template <typename T>
class [[nodiscard]] Task {
 public:
  using promise_type = internal::Promise<T>;  // The compiler looks for it.

  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  // While the coroutine is suspended. Destroys its locals, and so the task that
  // it waits for, if it does.
  ~Task() {
    if (frame_) frame_.destroy();
  }

  auto operator co_await() && { return internal::Join<T>(*this); }

  // For this header. The task may be over, and gone, when Start returns.
  void Start(internal::Waiter* waiter) {
    frame_.promise().set_waiter(waiter);
    frame_.resume();
  }
  T Take() { return frame_.promise().Take(); }

 private:
  std::coroutine_handle<promise_type> frame_;
};

template <typename T>
Task<T> internal::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}

inline Task<void> internal::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

// Runs two tasks at the same time: the one while the other waits, or each on a
// thread of its own. Over when both are.
template <typename A, typename B>
Task<std::pair<A, B>> Both(Task<A> first, Task<B> second) {
  co_await internal::Join<A, B>(first, second);
  co_return std::pair<A, B>(first.Take(), second.Take());
}

inline Task<void> Both(Task<void> first, Task<void> second) {
  co_await internal::Join<void, void>(first, second);
}

// Runs a task, and blocks until it is over: for main and for tests, never on a
// thread of gRPC's.
template <typename T>
T SyncWait(Task<T> task) {
  class Blocker final : public internal::Waiter {
   public:
    std::coroutine_handle<> TaskIsOver() noexcept override {
      over_.Notify();
      return std::noop_coroutine();
    }
    void Wait() const { over_.WaitForNotification(); }

   private:
    absl::Notification over_;
  } blocker;
  task.Start(&blocker);
  blocker.Wait();
  return task.Take();
}

}  // namespace coroutine

#endif  // EXAMPLES_COROUTINE_TASK_H_
