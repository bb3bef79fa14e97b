// SPDX-License-Identifier: Apache-2.0
//
// Where an answer of lightningd ends. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_FRAMING_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_FRAMING_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Cuts what comes from a node, in pieces of any size, into JSON objects, by
// their braces. It does not rely on the two newlines that lightningd ends an
// answer with: others end theirs otherwise, or not at all.
class JsonRpcFraming {
 public:
  // More than any answer has, and what a recursive function can bear.
  static constexpr size_t kDeepest = 100;

  // `longest` is that of an object, in bytes: no more are kept.
  explicit JsonRpcFraming(size_t longest) : longest_(longest) {}

  // Takes from the front of `bytes` what belongs to the next object. Returns
  // that object once all of it has come, which may still be no JSON within its
  // braces, or nothing if `bytes` has been used up. Fails with
  //   INTERNAL            if what comes is not an object
  //   RESOURCE_EXHAUSTED  if it is too long, or nested too deeply
  // and must not be called again after that.
  absl::StatusOr<std::optional<std::string>> Take(absl::string_view& bytes);

 private:
  // True if `c` is the last character of an object.
  bool Ends(char c);

  const size_t longest_;
  std::string object_;  // As much of it as has come.
  size_t depth_ = 0;    // Of braces and brackets. 0: between two objects.
  bool in_string_ = false;
  bool escaped_ = false;  // The character before was a backslash.
};

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_JSON_RPC_FRAMING_H_
