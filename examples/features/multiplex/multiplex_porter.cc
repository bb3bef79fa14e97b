// SPDX-License-Identifier: Apache-2.0

#include "multiplex_porter.h"

#include "multiplex_guest.h"

MultiplexPorter::MultiplexPorter(grpc::CallbackServerContext& context,
                                 MultiplexCensus& census, MultiplexRoom& room,
                                 support::Journal& journal)
    : room_(room), journal_(journal), entry_(census, context) {
  if (!entry_.status().ok()) {
    Finish(entry_.status());
    return;
  }
  journal_.Write("a porter has come");
  StartRead(&request_);
}

void MultiplexPorter::OnReadDone(bool ok) {
  if (!ok) {
    // The client has no more requests, or is gone and will not see this.
    End(grpc::Status::OK);
    return;
  }
  if (MultiplexGuest* const guest = room_.TakeLast()) {
    reply_.set_message(guest->name());
    guest->LetOut();
  } else {
    reply_.set_message(kNobody);
  }
  StartWrite(&reply_);
}

void MultiplexPorter::OnWriteDone(bool ok) {
  if (!ok) {
    End(grpc::Status::CANCELLED);  // The client is gone.
    return;
  }
  StartRead(&request_);
}

void MultiplexPorter::End(const grpc::Status& status) {
  entry_.Leave();  // Before anybody hears of it, who may count at once.
  journal_.Write("a porter has gone");
  Finish(status);
}
