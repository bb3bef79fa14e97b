// SPDX-License-Identifier: Apache-2.0

#include "metadata_stream.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

MetadataStream::MetadataStream(grpc::CallbackServerContext& context,
                               const std::string& greeting,
                               support::CallLimit::Slot slot)
    : context_(context), slot_(std::move(slot)) {
  reply_.set_message(greeting);
  // Without this it would wait for the first reply.
  StartSendInitialMetadata();
}

MetadataStream::MetadataStream(grpc::CallbackServerContext& context,
                               const grpc::Status& refusal)
    : context_(context) {
  Finish(refusal);
}

void MetadataStream::OnSendInitialMetadataDone(bool ok) {
  if (ok) {
    StartRead(&request_);
  } else {
    End(grpc::Status::CANCELLED);  // The client is gone.
  }
}

void MetadataStream::OnReadDone(bool ok) {
  if (ok) {
    StartWrite(&reply_);
    return;
  }
  // The client has sent its last request, or is gone and will not see this.
  // What is known only now can still be said.
  context_.AddTrailingMetadata("replies", absl::StrCat(replies_));
  End(grpc::Status::OK);
}

void MetadataStream::OnWriteDone(bool ok) {
  if (ok) {
    ++replies_;
    StartRead(&request_);
  } else {
    End(grpc::Status::CANCELLED);
  }
}

void MetadataStream::End(const grpc::Status& status) {
  slot_.reset();  // Before the client hears of it, which may call at once.
  Finish(status);
}
