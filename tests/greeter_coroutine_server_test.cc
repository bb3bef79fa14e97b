// SPDX-License-Identifier: Apache-2.0

#include "greeter_coroutine_server.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/greeter_server_contract.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "helloworld.Greeter";
  static absl::StatusOr<std::unique_ptr<GreeterCoroutineServer>> Start(
      const std::string& listen) {
    return GreeterCoroutineServer::Start(listen);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCoroutine, ServerContract, Setup);
INSTANTIATE_TYPED_TEST_SUITE_P(GreeterCoroutine, GreeterServerContract, Setup);

}  // namespace
