// SPDX-License-Identifier: Apache-2.0

#include "parrot_reactor.h"

#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace {
constexpr int kReplies = 3;
}  // namespace

ParrotReactor::ParrotReactor(std::string words, absl::Duration interval,
                             support::CallLimit& limit)
    : words_(std::move(words)), interval_(interval), slot_(limit) {
  if (!slot_.taken()) {
    End(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, slot_.refusal()));
    return;
  }
  Write();
}

void ParrotReactor::Write() {
  reply_.set_message(absl::StrCat(words_, " ", written_ + 1));
  StartWrite(&reply_);
}

void ParrotReactor::OnWriteDone(bool ok) {
  if (ok && ++written_ == kReplies) {
    End(grpc::Status::OK);
    return;
  }
  if (!ok || !SetAlarm()) FinishCancelled();
}

// Returns false if the client has gone already.
bool ParrotReactor::SetAlarm() {
  const std::lock_guard lock(mutex_);
  // Once OnCancel has run, nobody would cancel the alarm.
  if (cancelled_) return false;
  alarm_.Set(absl::ToChronoTime(absl::Now() + interval_),
             [this](bool rang) { OnAlarm(rang); });
  return true;
}

// The reactor may be gone when Write or FinishCancelled returns.
void ParrotReactor::OnAlarm(bool rang) {
  if (rang) {
    Write();
  } else {
    FinishCancelled();
  }
}

void ParrotReactor::OnCancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  alarm_.Cancel();
}

void ParrotReactor::FinishCancelled() {
  // Nobody will see this status; the call is over for the client.
  End(grpc::Status::CANCELLED);
}

void ParrotReactor::End(const grpc::Status& status) {
  slot_.GiveBack();  // Before the client hears of it, which may call at once.
  Finish(status);
}
