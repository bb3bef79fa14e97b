// SPDX-License-Identifier: Apache-2.0

#include "inn_board.h"

#include <cstdint>
#include <mutex>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "support/quote.h"

std::string InnBoard::Read() const {
  const std::lock_guard lock(mutex_);
  return absl::StrCat(version_, " ", text_);
}

grpc::Status InnBoard::Write(absl::string_view version,
                             absl::string_view text) {
  int64_t seen = 0;
  if (!absl::SimpleAtoi(version, &seen)) {
    return {grpc::StatusCode::INVALID_ARGUMENT,
            absl::StrCat("version ", support::Quote(version),
                         ": wanted the number that was read")};
  }
  if (text.size() > kMostBytes) {
    return {grpc::StatusCode::INVALID_ARGUMENT,
            absl::StrCat("text ", support::Quote(text), ": wanted at most ",
                         kMostBytes, " bytes")};
  }
  const std::lock_guard lock(mutex_);
  if (seen != version_) {
    return {grpc::StatusCode::ABORTED,
            absl::StrCat("version ", seen, ": wanted ", version_,
                         ", for somebody else has written")};
  }
  ++version_;
  text_ = std::string(text);
  return grpc::Status::OK;
}
