// SPDX-License-Identifier: Apache-2.0

#include "route_guide_coroutine_client.h"

#include "tests/route_guide/all_servers.h"
#include "tests/route_guide/client_contract.h"
#include "tests/route_guide/styles.h"

namespace {

ClientStyle Style() {
  return ClientStyleOf<RouteGuideCoroutineClient>("coroutine");
}

INSTANTIATE_TEST_SUITE_P(Coroutine, RouteGuideClientContract,
                         testing::Values(Style()));
INSTANTIATE_TEST_SUITE_P(Coroutine, RouteGuidePairContract,
                         testing::Combine(AllServers(),
                                          testing::Values(Style())));

}  // namespace
