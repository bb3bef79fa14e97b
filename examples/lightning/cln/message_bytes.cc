// SPDX-License-Identifier: Apache-2.0

#include "message_bytes.h"

#include <optional>
#include <string>

#include "grpcpp/support/proto_buffer_reader.h"

std::optional<grpc::ByteBuffer> ToBytes(
    const google::protobuf::Message& message) {
  std::string text;
  if (!message.SerializeToString(&text)) return std::nullopt;
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

bool FromBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  // Reads the pieces as they came, without putting them together first.
  grpc::ProtoBufferReader reader(&bytes);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}
