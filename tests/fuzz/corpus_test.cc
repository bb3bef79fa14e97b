// SPDX-License-Identifier: Apache-2.0
//
// The targets of the fuzzer, with the inputs that are kept: they compile and
// run where there is no clang, and what the fuzzer found once is not found
// again.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "tests/fuzz/targets.h"

namespace {

void TryAll(const std::string& target, void (*run)(absl::string_view)) {
  run("");
  int inputs = 0;
  for (const auto& file : std::filesystem::directory_iterator(
           std::filesystem::path(FUZZ_CORPUS) / target)) {
    SCOPED_TRACE(file.path().string());
    std::ifstream in(file.path(), std::ios::binary);
    const std::string input(std::istreambuf_iterator<char>(in), {});
    // All its beginnings, too: a cheap way to many more inputs.
    for (size_t size = 1; size <= input.size(); ++size) {
      EXPECT_NO_THROW(run(absl::string_view(input).substr(0, size)))
          << "with the first " << size << " bytes";
    }
    ++inputs;
  }
  EXPECT_GT(inputs, 0);
}

TEST(FuzzCorpus, JsonIn) { TryAll("json_in", fuzz::JsonIn); }

TEST(FuzzCorpus, Answers) { TryAll("answers", fuzz::Answers); }

TEST(FuzzCorpus, BytesIn) { TryAll("bytes_in", fuzz::BytesIn); }

}  // namespace
