// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "examples/lightning/cln/json_rpc/json_rpc_framing.h"
#include "examples/lightning/cln/json_rpc/json_rpc_message.h"
#include "examples/lightning/cln/json_rpc_status.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

constexpr size_t kLongest = 1000;

// What comes of an input, and how it ends.
struct Taken {
  std::vector<std::string> objects;
  absl::Status end;
};

Taken Take(absl::string_view input, size_t piece_size) {
  JsonRpcFraming framing(kLongest);
  Taken taken;
  while (!input.empty()) {
    absl::string_view piece = input.substr(0, piece_size);
    input.remove_prefix(piece.size());
    while (!piece.empty()) {
      const auto object = framing.Take(piece);
      if (!object.ok()) {
        taken.end = object.status();
        return taken;
      }
      if (object->has_value()) taken.objects.push_back(**object);
    }
  }
  return taken;
}

void Read(const std::string& object) {
  Require(object.size() <= kLongest, "an object is not too long");
  const auto reply = ReadJsonRpcReply(object);
  if (!reply.ok()) {
    Require(absl::IsInternal(reply.status()), "what is no reply is INTERNAL");
    return;
  }
  if (!reply->has_value()) return;
  if (const auto* error = std::get_if<JsonRpcError>(&(*reply)->answer)) {
    Require(!StatusOf(*error).ok(), "an error is an error");
  }
}

}  // namespace

void Answers(absl::string_view input) {
  if (input.empty()) return;
  const size_t piece_size =
      std::max<size_t>(1, static_cast<uint8_t>(input.front()));
  input.remove_prefix(1);
  const Taken whole = Take(input, std::max<size_t>(1, input.size()));
  const Taken pieces = Take(input, piece_size);
  Require(
      whole.objects == pieces.objects && whole.end.code() == pieces.end.code(),
      "pieces make no difference");
  for (const std::string& object : whole.objects) Read(object);
}

}  // namespace fuzz
