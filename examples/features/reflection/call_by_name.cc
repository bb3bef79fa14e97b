// SPDX-License-Identifier: Apache-2.0

#include "call_by_name.h"

#include <memory>
#include <string>

#include "grpcpp/support/proto_buffer_reader.h"
#include "support/exit_status.h"

namespace {

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// Waits for the one operation that is under way. Returns whether it succeeded.
bool Wait(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

absl::Status CallByName(grpc::GenericStub& stub, const std::string& method,
                        const google::protobuf::Message& request,
                        absl::Time deadline, const OnReply& on_reply) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));

  // A generic stub has no synchronous calls. One operation at a time, and a
  // wait for each, make one; a single tag is enough.
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  absl::Status failure;
  if (Wait(queue)) {
    call->WriteLast(Serialize(request), grpc::WriteOptions(), nullptr);
    // If it was not written the call is over, and Finish will say why. There
    // may be replies all the same.
    (void)Wait(queue);
    grpc::ByteBuffer reply;
    call->Read(&reply, nullptr);
    while (Wait(queue)) {
      if (failure.ok()) failure = on_reply(reply);
      if (!failure.ok()) context.TryCancel();
      call->Read(&reply, nullptr);
    }
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  (void)Wait(queue);  // Finish always succeeds.
  queue.Shutdown();
  (void)Wait(queue);  // A queue must have been found empty before it goes.

  if (!failure.ok()) return failure;
  return support::CallStatus(method, status.error_code(),
                             status.error_message());
}

bool Parse(grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  grpc::ProtoBufferReader reader(&bytes);
  return message.ParseFromZeroCopyStream(&reader) && reader.status().ok();
}
