// SPDX-License-Identifier: Apache-2.0

#include "keepalive_listener.h"

#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "support/exit_status.h"

KeepaliveListener::KeepaliveListener(hello::Hello::Stub& stub,
                                     const std::string& name,
                                     absl::Duration timeout) {
  request_.set_name(name);
  context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  stub.async()->parrotHello(&context_, &request_, this);
  StartRead(&reply_);
  StartCall();
}

KeepaliveListener::~KeepaliveListener() {
  context_.TryCancel();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return end_.has_value(); });
}

absl::StatusOr<std::string> KeepaliveListener::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return news_.has_value() || end_.has_value(); });
  if (news_.has_value()) return *std::exchange(news_, std::nullopt);
  if (end_->ok()) {
    return absl::OutOfRangeError("parrotHello: the server has no more to say");
  }
  return support::CallStatus("parrotHello", end_->error_code(),
                             end_->error_message());
}

void KeepaliveListener::OnReadDone(bool ok) {
  if (!ok) return;  // OnDone follows.
  {
    const std::lock_guard lock(mutex_);
    news_ = reply_.message();
    changed_.notify_one();
  }
  StartRead(&reply_);
}

void KeepaliveListener::OnDone(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  end_ = status;
  // With the lock held: without, the listener might be gone by now.
  changed_.notify_one();
}
