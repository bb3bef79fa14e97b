// SPDX-License-Identifier: Apache-2.0

#include "route_guide_callback_client.h"

#include "tests/route_guide/all_servers.h"
#include "tests/route_guide/client_contract.h"
#include "tests/route_guide/styles.h"

namespace {

ClientStyle Style() {
  return ClientStyleOf<RouteGuideCallbackClient>("callback");
}

INSTANTIATE_TEST_SUITE_P(Callback, RouteGuideClientContract,
                         testing::Values(Style()));
INSTANTIATE_TEST_SUITE_P(Callback, RouteGuidePairContract,
                         testing::Combine(AllServers(),
                                          testing::Values(Style())));

}  // namespace
