// SPDX-License-Identifier: Apache-2.0
//
// What the tests of lnd_client have in common: a stand-in for lnd, and its
// files in a folder.

#ifndef TESTS_LIGHTNING_LND_HARNESS_H_
#define TESTS_LIGHTNING_LND_HARNESS_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "lnd_channel.h"
#include "tests/lightning/fake_lnd.h"
#include "tests/support/test_folder.h"

// A node that has started, and its folder.
class LndNode {
 public:
  explicit LndNode(const FakeLndOptions& options = {}) : lnd_(options) {
    EXPECT_TRUE(lnd_.Start().ok());
    EXPECT_TRUE(lnd_.WriteFiles(folder_.path()).ok());
  }

  FakeLnd* operator->() { return &lnd_; }

  std::string PathOf(const std::string& file) const {
    return folder_.Path(file);
  }

  // What a client needs, with the macaroon of this name, or none.
  LndAccess Access(const std::string& macaroon = "admin") const {
    LndAccess access;
    access.target = lnd_.address();
    access.tls_cert = PathOf("tls.cert");
    if (!macaroon.empty()) {
      access.macaroon =
          PathOf("data/chain/bitcoin/regtest/" + macaroon + ".macaroon");
    }
    return access;
  }

  std::shared_ptr<grpc::Channel> Channel(
      const std::string& macaroon = "admin") const {
    return MustOpen(Access(macaroon));
  }

  static std::shared_ptr<grpc::Channel> MustOpen(const LndAccess& access) {
    auto channel = OpenLndChannel(access);
    EXPECT_TRUE(channel.ok()) << channel.status();
    return *std::move(channel);
  }

 private:
  TestFolder folder_;
  FakeLnd lnd_;
};

// What has been printed so far, for a test to wait for.
class Output : public std::ostream {
 public:
  Output() : std::ostream(&buffer_) {}

  // Waits until `text` is there, and returns all.
  std::string WaitFor(const std::string& text) { return buffer_.WaitFor(text); }
  std::string text() { return buffer_.WaitFor(""); }

 private:
  class Buffer : public std::streambuf {
   public:
    std::string WaitFor(const std::string& text) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return text_.find(text) != text_.npos; });
      return text_;
    }

   protected:
    std::streamsize xsputn(const char* text, std::streamsize size) override {
      const std::lock_guard lock(mutex_);
      text_.append(text, static_cast<size_t>(size));
      changed_.notify_all();
      return size;
    }
    int overflow(int letter) override {
      const char text = static_cast<char>(letter);
      return xsputn(&text, 1) == 1 ? letter : EOF;
    }

   private:
    std::mutex mutex_;  // Guards text_.
    std::condition_variable changed_;
    std::string text_;
  };

  Buffer buffer_;
};

#endif  // TESTS_LIGHTNING_LND_HARNESS_H_
