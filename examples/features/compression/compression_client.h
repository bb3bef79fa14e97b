// SPDX-License-Identifier: Apache-2.0
//
// Calls whose messages are compressed, or are not.

#ifndef EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_CLIENT_H_
#define EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// The arguments of a channel whose calls compress what they send, if they do
// not say otherwise.
grpc::ChannelArguments CompressWithGzip();

// The arguments of a channel that tells servers to send nothing compressed.
grpc::ChannelArguments TakeNothingCompressed();

// Thread-safe.
class CompressionClient {
 public:
  // Of the server at `target`, HOST:PORT.
  CompressionClient(const std::string& target,
                    const grpc::ChannelArguments& arguments);

  // Sends `text`, and returns the server's reply. The first compresses as the
  // channel does, the second with `algorithm`.
  absl::StatusOr<std::string> Send(const std::string& text);
  absl::StatusOr<std::string> Send(const std::string& text,
                                   grpc_compression_algorithm algorithm);

  // Has the server send some messages, compressed as `how` says: see
  // CompressionService. Returns how many came, as "3 messages".
  absl::StatusOr<std::string> Listen(const std::string& how);

 private:
  absl::StatusOr<std::string> Send(grpc::ClientContext& context,
                                   const std::string& text);

  const std::unique_ptr<hello::Hello::Stub> stub_;
};

#endif  // EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_CLIENT_H_
