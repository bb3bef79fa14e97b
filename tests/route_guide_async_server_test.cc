// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_server.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/server_contract.h"
#include "tests/route_guide/styles.h"
#include "tests/server_contract.h"

namespace {

struct Setup {
  static constexpr char kService[] = "routeguide.RouteGuide";
  static absl::StatusOr<std::unique_ptr<RouteGuideAsyncServer>> Start(
      const std::string& listen) {
    static const auto* const kFeatures = MakeDb({}).release();
    return RouteGuideAsyncServer::Start(
        {.listen = listen, .features = kFeatures});
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Async, ServerContract, Setup);
INSTANTIATE_TEST_SUITE_P(
    Async, RouteGuideServerContract,
    testing::Values(StyleOf<RouteGuideAsyncServer>("async")));

}  // namespace
