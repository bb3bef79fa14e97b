// SPDX-License-Identifier: Apache-2.0
//
// What a person or a pipe would send to a client's standard input, and a screen
// to see what it prints.

#ifndef TESTS_LINES_H_
#define TESTS_LINES_H_

#include <condition_variable>
#include <istream>
#include <mutex>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "support/line_reader.h"
#include "tests/harness.h"

namespace harness {

// The lines of a text, as from a pipe.
class Lines {
 public:
  explicit Lines(const std::string& lines) : in_(lines) {}
  operator support::LineReader&() { return reader_; }  // NOLINT: as intended

 private:
  std::istringstream in_;
  std::ostringstream out_;
  support::LineReader reader_{in_, out_, /*ask=*/false};
};

// Lines without end: "x", and again "x". For a server that has had enough.
class EndlessLines {
 public:
  operator support::LineReader&() { return reader_; }  // NOLINT: as intended

 private:
  class Buffer : public std::streambuf {
    int_type underflow() override {
      setg(line_, line_, line_ + sizeof(line_));
      return traits_type::to_int_type(line_[0]);
    }
    char line_[2] = {'x', '\n'};
  };

  Buffer buffer_;
  std::istream in_{&buffer_};
  std::ostringstream out_;
  support::LineReader reader_{in_, out_, /*ask=*/false};
};

// Lines as a person types them, who thinks in between.
class TypedLines {
 public:
  operator support::LineReader&() { return reader_; }  // NOLINT: as intended

  void Type(absl::string_view line) {
    buffer_.Add(std::string(line) + "\n", /*end=*/false);
  }
  void End() { buffer_.Add("", /*end=*/true); }

 private:
  class Buffer : public std::streambuf {
   public:
    void Add(const std::string& text, bool end) {
      const std::lock_guard lock(mutex_);
      typed_ += text;
      ended_ = end;
      changed_.notify_one();
    }

   private:
    int_type underflow() override {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ended_ || !typed_.empty(); });
      if (typed_.empty()) return traits_type::eof();
      read_.clear();
      read_.swap(typed_);
      setg(read_.data(), read_.data(), read_.data() + read_.size());
      return traits_type::to_int_type(read_[0]);
    }

    std::string read_;  // Only of the thread that reads.
    std::mutex mutex_;  // Guards all below.
    std::condition_variable changed_;
    std::string typed_;
    bool ended_ = false;
  };

  Buffer buffer_;
  std::istream in_{&buffer_};
  std::ostringstream out_;
  support::LineReader reader_{in_, out_, /*ask=*/false};
};

// What a client prints, for another thread to see as soon as it is flushed.
class Screen {
 public:
  operator std::ostream&() { return out_; }  // NOLINT: as intended

  // Waits until exactly this is printed.
  void WaitFor(const std::string& text) { buffer_.WaitFor(text); }

 private:
  class Buffer : public std::stringbuf {
   public:
    void WaitFor(const std::string& text) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, absl::ToChronoSeconds(kForever),
                        [&] { return shown_ == text; });
      EXPECT_EQ(shown_, text);
    }

   private:
    int sync() override {
      const std::lock_guard lock(mutex_);
      shown_ = str();
      changed_.notify_one();
      return 0;
    }

    std::mutex mutex_;  // Guards all below.
    std::condition_variable changed_;
    std::string shown_;
  };

  Buffer buffer_;
  std::ostream out_{&buffer_};
};

}  // namespace harness

#endif  // TESTS_LINES_H_
