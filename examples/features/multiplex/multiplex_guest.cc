// SPDX-License-Identifier: Apache-2.0

#include "multiplex_guest.h"

#include <mutex>

#include "absl/strings/str_cat.h"
#include "support/quote.h"

MultiplexGuest::MultiplexGuest(grpc::CallbackServerContext& context,
                               const helloworld::HelloRequest& request,
                               helloworld::HelloReply& reply,
                               MultiplexCensus& census, MultiplexRoom& room,
                               support::Journal& journal)
    : request_(request),
      reply_(reply),
      room_(room),
      journal_(journal),
      entry_(census, context) {
  if (!entry_.status().ok()) {
    Finish(entry_.status());
    return;
  }
  number_ = room_.Enter(*this);
  // The porter may let it out from here on, and End waits for the metadata.
  context.AddInitialMetadata(kNumber, absl::StrCat(number_));
  StartSendInitialMetadata();
}

void MultiplexGuest::LetOut() {
  entry_.Leave();  // Before anybody hears of it, who may count at once.
  reply_.set_message(absl::StrCat("Hello, ", name(), "!"));
  End(grpc::Status::OK);
}

void MultiplexGuest::OnCancel() {
  if (!room_.Take(number_)) return;  // The porter was faster.
  entry_.Leave();
  journal_.Write(absl::StrCat(support::Quote(name()), " has given up"));
  End(grpc::Status::CANCELLED);  // Nobody will see it.
}

// Finishes the call, unless its initial metadata are still under way: then
// OnSendInitialMetadataDone does.
void MultiplexGuest::End(const grpc::Status& status) {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    status_ = status;
    if (!announced_) return;
  }
  Finish(status);
}

// If they could not be sent, the client is gone, and OnCancel says so.
void MultiplexGuest::OnSendInitialMetadataDone(bool /*ok*/) {
  grpc::Status status;
  {
    const std::lock_guard lock(mutex_);
    announced_ = true;
    if (!ended_) return;
    status = status_;
  }
  Finish(status);
}
