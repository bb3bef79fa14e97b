// SPDX-License-Identifier: Apache-2.0

#include "greeter_server.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/greeter_server_contract.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "helloworld.Greeter";
  static absl::StatusOr<std::unique_ptr<GreeterServer>> Start(
      const std::string& listen) {
    return GreeterServer::Start(listen);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Greeter, ServerContract, Setup);
INSTANTIATE_TYPED_TEST_SUITE_P(Greeter, GreeterServerContract, Setup);

}  // namespace
