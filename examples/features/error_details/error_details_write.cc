// SPDX-License-Identifier: Apache-2.0

#include "error_details_write.h"

#include <string>
#include <vector>

#include "google/rpc/status.pb.h"
#include "grpcpp/support/error_details.h"

grpc::Status StatusWithDetails(
    grpc::StatusCode code, const std::string& message,
    const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status described;
  described.set_code(code);
  described.set_message(message);
  for (const google::protobuf::Message* const detail : details) {
    // Any: the bytes of the message, and its type as
    // type.googleapis.com/package.Message.
    const bool packed = described.add_details()->PackFrom(*detail);
    if (!packed || described.ByteSizeLong() > kMostErrorDetailsBytes) {
      described.mutable_details()->RemoveLast();
    }
  }
  if (described.details().empty()) return grpc::Status(code, message);
  grpc::Status status;
  // Takes the code and the message as well. Fails only without a status to set.
  grpc::SetErrorDetails(described, &status);
  return status;
}
