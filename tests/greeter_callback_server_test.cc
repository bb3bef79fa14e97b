// SPDX-License-Identifier: Apache-2.0

#include "greeter_callback_server.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/greeter_server_contract.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "helloworld.Greeter";
  static absl::StatusOr<std::unique_ptr<GreeterCallbackServer>> Start(
      const std::string& listen) {
    return GreeterCallbackServer::Start(listen);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCallback, ServerContract, Setup);
INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCallback, GreeterServerContract, Setup);

}  // namespace
