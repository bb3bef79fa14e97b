// SPDX-License-Identifier: Apache-2.0
//
// What a target says of its input.

#ifndef TESTS_FUZZ_REQUIRE_H_
#define TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace fuzz {

// Ends the process, as a fuzzer wants to be told, if something does not hold.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "Does not hold: %s\n", what);
  std::abort();
}

}  // namespace fuzz

#endif  // TESTS_FUZZ_REQUIRE_H_
