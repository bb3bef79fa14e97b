// SPDX-License-Identifier: Apache-2.0
//
// One call of parrotHello: three large messages, of which one may be left as it
// is.

#ifndef EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_PARROT_H_
#define EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_PARROT_H_

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"

// gRPC calls the On... methods, one after the other, and none of them blocks.
class CompressionParrot final
    : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  // Writes kMessages times the same text of kCompressionTextBytes. If
  // `second_is_plain`, the second message is not compressed, whatever the call
  // does otherwise. What has given `slot` must outlive the object. Deletes
  // itself when the call is done: create it with new.
  CompressionParrot(bool second_is_plain, support::CallLimit::Slot slot);

  static constexpr int kMessages = 3;

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~CompressionParrot() override = default;

  void WriteNext();

  const bool second_is_plain_;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
  int written_ = 0;
  // To the end of the call: what a client does not read stays in memory.
  const support::CallLimit::Slot slot_;
};

#endif  // EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_PARROT_H_
