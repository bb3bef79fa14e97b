// SPDX-License-Identifier: Apache-2.0

#include "greeter_client.h"

#include <memory>

#include "greeter_server.h"
#include "tests/greeter_client_contract.h"
#include "tests/harness.h"

namespace {

struct Setup : GreeterClient {
  using GreeterClient::GreeterClient;
  static std::unique_ptr<GreeterServer> StartServer() {
    return harness::MustStart(GreeterServer::Start("127.0.0.1:0"));
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Greeter, GreeterClientContract, Setup);

}  // namespace
