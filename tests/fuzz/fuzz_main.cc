// SPDX-License-Identifier: Apache-2.0
//
// A program of libFuzzer, which has main. FUZZ_TARGET is one of targets.h.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::FUZZ_TARGET(
      absl::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
