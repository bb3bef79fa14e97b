// SPDX-License-Identifier: Apache-2.0
//
// The sending side of a stand-in's stream.

#ifndef TESTS_LIGHTNING_FAKE_LND_STREAM_H_
#define TESTS_LIGHTNING_FAKE_LND_STREAM_H_

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "grpcpp/grpcpp.h"

// The code that lnd gives nearly all of its errors.
inline grpc::Status Unknown(const std::string& text) {
  return grpc::Status(grpc::StatusCode::UNKNOWN, text);
}

// A stream that fails at once.
template <typename Stream>
class Refusal final : public Stream {
 public:
  explicit Refusal(const grpc::Status& status) { this->Finish(status); }
  void OnDone() override { delete this; }
};

// A reactor, ServerWriteReactor or ServerBidiReactor, that sends what is
// pushed, one message at a time, and then its end. Push and End may be called
// on any thread, until OnDone.
template <typename Reactor, typename Message>
class FakeLndStream : public Reactor {
 public:
  void Push(const Message& message) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(message);
    }
    Go();
  }

  // The first one counts.
  void End(const grpc::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      if (!end_.has_value()) end_ = status;
    }
    Go();
  }

  void OnWriteDone(bool /*ok*/) override {
    {
      const std::lock_guard lock(mutex_);
      writing_ = false;
    }
    Go();
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

 private:
  void Go() {
    bool finish = false;
    {
      const std::lock_guard lock(mutex_);
      if (writing_ || finished_) return;
      if (!queue_.empty()) {
        message_ = std::move(queue_.front());
        queue_.pop_front();
        writing_ = true;
      } else if (end_.has_value()) {
        finish = finished_ = true;
      } else {
        return;
      }
    }
    // Without the lock, which may be gone after Finish.
    if (finish) {
      this->Finish(*end_);
    } else {
      this->StartWrite(&message_);
    }
  }

  std::mutex mutex_;  // Guards all below.
  std::deque<Message> queue_;
  Message message_;  // Is being written.
  bool writing_ = false;
  bool finished_ = false;
  std::optional<grpc::Status> end_;
};

#endif  // TESTS_LIGHTNING_FAKE_LND_STREAM_H_
