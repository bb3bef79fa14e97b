// SPDX-License-Identifier: Apache-2.0

#include "compression_text.h"

#include <random>
#include <string>

#include "absl/strings/string_view.h"

std::string RepetitiveText(size_t bytes) {
  constexpr absl::string_view kPhrase = "Hello, Ada! ";
  std::string text;
  text.reserve(bytes + kPhrase.size());
  while (text.size() < bytes) text.append(kPhrase.data(), kPhrase.size());
  text.resize(bytes);
  return text;
}

std::string RandomText(size_t bytes) {
  std::mt19937 random;  // NOLINT: the same numbers each time is what we want.
  std::string text(bytes, ' ');
  for (char& character : text) character = static_cast<char>(random() % 128);
  return text;
}
