// SPDX-License-Identifier: Apache-2.0
//
// Messages as gRPC carries them: generated code does this out of sight, and who
// learns a message's type only at run time does it here.

#ifndef EXAMPLES_LIGHTNING_CLN_MESSAGE_BYTES_H_
#define EXAMPLES_LIGHTNING_CLN_MESSAGE_BYTES_H_

#include <optional>

#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

// Nothing if the message is too large for protobuf: 2 GiB.
std::optional<grpc::ByteBuffer> ToBytes(
    const google::protobuf::Message& message);

// False if `bytes` are no such message. What is in `message` then is of no use.
bool FromBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message);

#endif  // EXAMPLES_LIGHTNING_CLN_MESSAGE_BYTES_H_
