// SPDX-License-Identifier: Apache-2.0
//
// Calls that carry metadata there, and bring some back.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_CLIENT_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_CLIENT_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "metadata_entries.h"

// What came of a call.
struct MetadataAnswer {
  absl::StatusOr<std::string> reply;
  MetadataEntries initial;   // Came before the replies.
  MetadataEntries trailing;  // Came with the status, also with that of a call
                             // that has failed.
};

// Thread-safe. A call fails with DEADLINE_EXCEEDED if it takes half a minute.
class MetadataClient {
 public:
  // Sends `token` with each call, or none if it is empty. Only for a lesson is
  // the channel not encrypted: whoever hears a token can use it.
  MetadataClient(const std::shared_ptr<grpc::Channel>& channel,
                 std::string token)
      : stub_(hello::Hello::NewStub(channel)), token_(std::move(token)) {}

  // Sends `entries` and the token. INVALID_ARGUMENT, and no call, if they must
  // not be sent.
  MetadataAnswer Hello(const MetadataEntries& entries);

  // The same with a stream: asks for a greeting only when the server's initial
  // metadata is there. INTERNAL if there is not one reply to the one request.
  MetadataAnswer BiHello(const MetadataEntries& entries);

  // Not to be copied: sends what nobody has checked. gRPC 1.51 ends the process
  // for it if a key or a value is malformed.
  MetadataAnswer HelloUnchecked(const MetadataEntries& entries);

 private:
  // `entries`, and one for the token.
  MetadataEntries WithToken(MetadataEntries entries) const;

  const std::unique_ptr<hello::Hello::Stub> stub_;
  const std::string token_;
};

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_CLIENT_H_
