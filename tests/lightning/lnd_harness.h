// SPDX-License-Identifier: Apache-2.0
//
// What the tests of lnd_client have in common: a stand-in for lnd, and its
// files in a folder.

#ifndef TESTS_LIGHTNING_LND_HARNESS_H_
#define TESTS_LIGHTNING_LND_HARNESS_H_

#include <stdlib.h>

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

#include "fake_lnd.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "lnd_channel.h"
#include "tests/harness.h"

// A new folder, with mode 0700, which is removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() { EXPECT_NE(mkdtemp(path_.data()), nullptr); }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "lnd_XXXXXX";
};

// A node that has started, and its folder.
class LndNode {
 public:
  explicit LndNode(const FakeLndOptions& options = {}) : lnd_(options) {
    EXPECT_TRUE(lnd_.Start().ok());
    EXPECT_TRUE(lnd_.WriteFiles(folder_.path()).ok());
  }

  FakeLnd* operator->() { return &lnd_; }

  std::string PathOf(const std::string& file) const {
    return folder_.path() + "/" + file;
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
  TemporaryFolder folder_;
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
