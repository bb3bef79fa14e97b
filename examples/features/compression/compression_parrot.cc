// SPDX-License-Identifier: Apache-2.0

#include "compression_parrot.h"

#include <utility>

#include "compression_text.h"

CompressionParrot::CompressionParrot(bool second_is_plain,
                                     support::CallLimit::Slot slot)
    : second_is_plain_(second_is_plain), slot_(std::move(slot)) {
  reply_.set_message(RepetitiveText(kCompressionTextBytes));
  WriteNext();
}

void CompressionParrot::WriteNext() {
  grpc::WriteOptions options;
  const bool second = written_ == 1;
  if (second && second_is_plain_) options.set_no_compression();
  StartWrite(&reply_, options);
}

void CompressionParrot::OnWriteDone(bool ok) {
  if (!ok) {
    // The call is over for the client, which will not see this status.
    Finish(grpc::Status::CANCELLED);
  } else if (++written_ == kMessages) {
    Finish(grpc::Status::OK);
  } else {
    WriteNext();
  }
}
