// SPDX-License-Identifier: Apache-2.0

#include "carver.h"

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

Carver::Carver(const helloworld::HelloRequest& request,
               helloworld::HelloReply& reply, support::CallLimit::Slot slot,
               support::Journal& journal)
    : request_(request),
      reply_(reply),
      slot_(std::move(slot)),
      journal_(journal) {
  CarveNext();
}

void Carver::CarveNext() {
  {
    const std::lock_guard lock(mutex_);
    // Once OnCancel has run, nobody would cancel the alarm.
    if (!cancelled_) {
      alarm_.Set(absl::ToChronoTime(absl::Now() + kTimePerLetter),
                 [this](bool rang) { OnAlarm(rang); });
      return;
    }
  }
  Stop();
}

void Carver::OnAlarm(bool rang) {
  if (!rang) {
    Stop();
  } else if (++carved_ < request_.name().size()) {
    CarveNext();
  } else {
    reply_.set_message(absl::StrCat("Hello, ", request_.name(), "!"));
    slot_.GiveBack();
    journal_.Write(absl::StrCat("workshop: carved ", carved_, " letters"));
    Finish(grpc::Status::OK);
  }
}

void Carver::OnCancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  alarm_.Cancel();  // OnAlarm(false) follows.
}

void Carver::Stop() {
  slot_.GiveBack();
  journal_.Write("workshop: stopped before the last letter");
  // The call is over for the client, which will not see this status.
  Finish(grpc::Status::CANCELLED);
}
