// SPDX-License-Identifier: Apache-2.0
//
// What a target says of its input.

#ifndef TESTS_FUZZ_REQUIRE_H_
#define TESTS_FUZZ_REQUIRE_H_

#include <stdexcept>
#include <string>

namespace fuzz {

// Throws std::logic_error if something does not hold. That ends a fuzzer, which
// then keeps the input; a test catches it, and names the input.
inline void Require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(std::string("does not hold: ") + what);
}

}  // namespace fuzz

#endif  // TESTS_FUZZ_REQUIRE_H_
