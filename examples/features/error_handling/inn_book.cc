// SPDX-License-Identifier: Apache-2.0

#include "inn_book.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "boost/crc.hpp"
#include "support/quote.h"

namespace {

uint32_t Checksum(absl::string_view text) {
  boost::crc_32_type crc;
  crc.process_bytes(text.data(), text.size());
  return crc.checksum();
}

}  // namespace

InnBook::InnBook()
    : pages_({
          {"Be welcome.", Checksum("Be welcome.")},
          {"Breakfast is at seven.", Checksum("Breakfast is at seven.")},
          // Mice have been at this one.
          {"Pay bef   you l  ve.", Checksum("Pay before you leave.")},
      }),
      // The second is a mistake, as they happen: the book has no page 9.
      chapters_({{"breakfast", 2}, {"prices", 9}}) {}

grpc::Status InnBook::ReadPage(absl::string_view number,
                               std::string& text) const {
  int64_t page = 0;
  if (!absl::SimpleAtoi(number, &page) || page < 1) {
    return {grpc::StatusCode::INVALID_ARGUMENT,
            absl::StrCat("page ", support::Quote(number),
                         ": wanted a number from 1")};
  }
  if (page > static_cast<int64_t>(pages_.size())) {
    return {grpc::StatusCode::OUT_OF_RANGE,
            absl::StrCat("page ", page, ": wanted 1 to ", pages_.size())};
  }
  return Read(page, text);
}

grpc::Status InnBook::ReadChapter(absl::string_view title,
                                  std::string& text) const {
  const auto chapter = chapters_.find(title);
  if (chapter == chapters_.end()) {
    return {grpc::StatusCode::NOT_FOUND,
            absl::StrCat("chapter ", support::Quote(title),
                         ": wanted one that is in the book")};
  }
  if (chapter->second > pages_.size()) {
    // Not OUT_OF_RANGE: the number is ours, and the client can do nothing.
    return {grpc::StatusCode::INTERNAL,
            absl::StrCat("chapter ", support::Quote(title),
                         ": the inn's list of chapters is wrong")};
  }
  return Read(chapter->second, text);
}

grpc::Status InnBook::Read(size_t number, std::string& text) const {
  const Page& page = pages_[number - 1];
  if (Checksum(page.text) != page.checksum) {
    return {grpc::StatusCode::DATA_LOSS,
            absl::StrCat("page ", number, ": is not as it was written")};
  }
  text = page.text;
  return grpc::Status::OK;
}
