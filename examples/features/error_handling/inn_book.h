// SPDX-License-Identifier: Apache-2.0
//
// A book of three pages: four codes for a page that cannot be read, by whose
// fault it is.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOOK_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOOK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"

// Thread-safe: nobody changes it.
class InnBook {
 public:
  InnBook();

  // Sets `text` to that of the page. INVALID_ARGUMENT if `number` can be no
  // page of any book, OUT_OF_RANGE if it is none of this one, DATA_LOSS if the
  // page is no longer what was written.
  grpc::Status ReadPage(absl::string_view number, std::string& text) const;

  // The same for the page on which a chapter begins. NOT_FOUND if there is no
  // such chapter, INTERNAL if it should begin on a page that is not there.
  grpc::Status ReadChapter(absl::string_view title, std::string& text) const;

 private:
  struct Page {
    std::string text;
    uint32_t checksum;  // Of the text as it was written.
  };

  grpc::Status Read(size_t number, std::string& text) const;

  std::vector<Page> pages_;
  std::map<std::string, size_t, std::less<>> chapters_;  // Pages, by titles.
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_BOOK_H_
