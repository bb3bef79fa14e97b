// SPDX-License-Identifier: Apache-2.0
//
// One text that several people change: ABORTED for those who come too late.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOARD_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOARD_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"

// Thread-safe. No method waits for anything but the others.
class InnBoard {
 public:
  static constexpr size_t kMostBytes = 100;

  // The version of the board, a space, and what is written on it.
  std::string Read() const;

  // Writes `text` if the board is still at `version`, and nobody has written in
  // between; otherwise ABORTED. INVALID_ARGUMENT if the version is no number,
  // or the text is too long.
  grpc::Status Write(absl::string_view version, absl::string_view text);

 private:
  mutable std::mutex mutex_;  // Guards the two below.
  int64_t version_ = 1;
  std::string text_ = "Soup";
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOARD_H_
