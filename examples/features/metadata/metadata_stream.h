// SPDX-License-Identifier: Apache-2.0
//
// One call of biHello: initial metadata first, then a greeting for each
// request, then trailing metadata with the status.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_STREAM_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_STREAM_H_

#include <optional>
#include <string>

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"

// gRPC calls the On... methods; none of them blocks. One thing is under way at
// any time, and the last one is followed by Finish:
//
//   OnSendInitialMetadataDone -> OnReadDone -> OnWriteDone -> OnReadDone ...
class MetadataStream final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply> {
 public:
  // Says `greeting` as often as the client asks for it. `context` is gRPC's,
  // and is there until OnDone. What has given `slot` must outlive the object.
  // Deletes itself when the call is done: create it with new.
  MetadataStream(grpc::CallbackServerContext& context,
                 const std::string& greeting, support::CallLimit::Slot slot);

  // Ends the call with `refusal`.
  MetadataStream(grpc::CallbackServerContext& context,
                 const grpc::Status& refusal);

  void OnSendInitialMetadataDone(bool ok) override;
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~MetadataStream() override = default;

  void End(const grpc::Status& status);

  grpc::CallbackServerContext& context_;
  hello::HelloRequest request_;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.
  int replies_ = 0;
  std::optional<support::CallLimit::Slot> slot_;
};

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_STREAM_H_
