// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_status.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/error_details.h"
#include "node_errors.h"

namespace {

using nlohmann::json;

// As much of `text` as may be sent, and not half a character.
absl::string_view Beginning(absl::string_view text) {
  if (text.size() <= kMostStatusMessageBytes) return text;
  size_t size = kMostStatusMessageBytes;
  // All but the first of a character's bytes are 10xxxxxx.
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return text.substr(0, size);
}

google::rpc::ErrorInfo Info(const JsonRpcError& error) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(FindNodeError(error.code).name));
  info.set_domain("lightningd");
  auto& metadata = *info.mutable_metadata();
  metadata["code"] = absl::StrCat(error.code);
  if (!error.data.is_null()) {
    // What is not UTF-8 would make dump throw.
    const std::string data =
        error.data.dump(-1, ' ', false, json::error_handler_t::replace);
    if (data.size() <= kMostStatusDataBytes) metadata["data"] = data;
  }
  return info;
}

}  // namespace

grpc::Status StatusOf(const JsonRpcError& error) {
  google::rpc::Status described;
  described.set_code(static_cast<int>(FindNodeError(error.code).status));
  described.set_message(
      absl::StrCat(error.code, ": ", Beginning(error.message)));
  // Fails only for more than 2 GiB.
  const bool packed = described.add_details()->PackFrom(Info(error));
  if (!packed) described.clear_details();
  grpc::Status status;
  // Takes the code and the message as well. Fails only without a status to set.
  grpc::SetErrorDetails(described, &status);
  return status;
}
