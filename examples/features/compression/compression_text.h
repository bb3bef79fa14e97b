// SPDX-License-Identifier: Apache-2.0
//
// Texts that shrink well and badly.

#ifndef EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_TEXT_H_
#define EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_TEXT_H_

#include <cstddef>
#include <string>

inline constexpr size_t kCompressionTextBytes = 1 << 20;

// A text of `bytes` bytes that says the same thing over and over.
std::string RepetitiveText(size_t bytes);

// A text of `bytes` characters at random, the same at every run. All are ASCII,
// which needs seven of eight bits: so much of it shrinks, and no more.
std::string RandomText(size_t bytes);

#endif  // EXAMPLES_FEATURES_COMPRESSION_COMPRESSION_TEXT_H_
