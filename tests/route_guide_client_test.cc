// SPDX-License-Identifier: Apache-2.0

#include "route_guide_client.h"

#include "tests/route_guide/all_servers.h"
#include "tests/route_guide/client_contract.h"
#include "tests/route_guide/styles.h"

namespace {

ClientStyle Style() { return ClientStyleOf<RouteGuideClient>("synchronous"); }

INSTANTIATE_TEST_SUITE_P(Synchronous, RouteGuideClientContract,
                         testing::Values(Style()));
INSTANTIATE_TEST_SUITE_P(Synchronous, RouteGuidePairContract,
                         testing::Combine(AllServers(),
                                          testing::Values(Style())));

}  // namespace
