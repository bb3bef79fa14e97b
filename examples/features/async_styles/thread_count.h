// SPDX-License-Identifier: Apache-2.0
//
// How many threads a style starts: each of them counts itself.

#ifndef EXAMPLES_FEATURES_ASYNC_STYLES_THREAD_COUNT_H_
#define EXAMPLES_FEATURES_ASYNC_STYLES_THREAD_COUNT_H_

#include <algorithm>
#include <mutex>

// Thread-safe.
class ThreadCount {
 public:
  // The most threads that were there at the same time.
  int most() const {
    const std::lock_guard lock(mutex_);
    return most_;
  }

 private:
  friend class CountedThread;

  void Add(int threads) {
    const std::lock_guard lock(mutex_);
    now_ += threads;
    most_ = std::max(most_, now_);
  }

  mutable std::mutex mutex_;  // Guards the two below.
  int now_ = 0;
  int most_ = 0;
};

// A local variable of the function that a thread runs. Counts the thread until
// it leaves that function. `count` must outlive it.
class CountedThread {
 public:
  explicit CountedThread(ThreadCount& count) : count_(count) { count_.Add(1); }
  CountedThread(const CountedThread&) = delete;
  CountedThread& operator=(const CountedThread&) = delete;
  ~CountedThread() { count_.Add(-1); }

 private:
  ThreadCount& count_;
};

#endif  // EXAMPLES_FEATURES_ASYNC_STYLES_THREAD_COUNT_H_
