// SPDX-License-Identifier: Apache-2.0
//
// A hundred calls at once, in five styles.
//
//   build/release/bin/async_styles --times

#include <string>

#include "absl/flags/flag.h"
#include "async_styles.h"
#include "async_styles_server.h"
#include "support/feature.h"

ABSL_FLAG(bool, times, false, "also tell how long each style took");

int main(int argc, char** argv) {
  return support::RunFeature<AsyncStylesServer>(
      argc, argv, "makes a hundred calls at once, in five styles.",
      [](const std::string& target, support::Story& story) {
        TellAsyncStyles(target, story, absl::GetFlag(FLAGS_times));
      });
}
