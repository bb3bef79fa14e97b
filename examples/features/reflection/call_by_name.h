// SPDX-License-Identifier: Apache-2.0
//
// A call of a method that there is no stub for: its name is a text, and its
// messages are bytes.

#ifndef EXAMPLES_FEATURES_REFLECTION_CALL_BY_NAME_H_
#define EXAMPLES_FEATURES_REFLECTION_CALL_BY_NAME_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

// Takes one reply. If it returns a failure, the call is cancelled.
using OnReply = std::function<absl::Status(grpc::ByteBuffer& reply)>;

// Calls `method`, "/package.Service/Method", with one request, gives all
// replies to `on_reply`, and waits for the end: the kinds with one request are
// all the same on the wire. Returns on_reply's failure, or else the status of
// the call, which is over by `deadline`. Thread-safe.
absl::Status CallByName(grpc::GenericStub& stub, const std::string& method,
                        const google::protobuf::Message& request,
                        absl::Time deadline, const OnReply& on_reply);

// Reads `bytes` into `message`. False if that is not what they are.
bool Parse(grpc::ByteBuffer& bytes, google::protobuf::Message& message);

#endif  // EXAMPLES_FEATURES_REFLECTION_CALL_BY_NAME_H_
