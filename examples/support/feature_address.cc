// SPDX-License-Identifier: Apache-2.0
//
// Where a feature's server listens. Apart from feature.cc, so that a program
// with flags of its own for that does not get these.

#include <string>

#include "absl/flags/flag.h"
#include "support/command_line.h"
#include "support/feature.h"

ABSL_FLAG(support::HostPort, listen, {"localhost:50051"},
          "with --serve, HOST:PORT to listen on; port 0 picks a free one");
ABSL_FLAG(std::string, target, "localhost:50051",
          "with --call, the server to call");

namespace support {

int RunFeature(int argc, char** argv, const Feature& feature) {
  return RunFeatureAt(argc, argv, feature, [] {
    return Addresses{.listen = absl::GetFlag(FLAGS_listen).value,
                     .target = absl::GetFlag(FLAGS_target)};
  });
}

}  // namespace support
