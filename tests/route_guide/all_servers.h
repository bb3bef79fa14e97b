// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_ROUTE_GUIDE_ALL_SERVERS_H_
#define TESTS_ROUTE_GUIDE_ALL_SERVERS_H_

#include "gmock/gmock.h"
#include "route_guide_async_server.h"
#include "route_guide_callback_server.h"
#include "route_guide_coroutine_server.h"
#include "route_guide_server.h"
#include "tests/route_guide/styles.h"

// Each server that a client is tested with.
inline auto AllServers() {
  return testing::Values(StyleOf<RouteGuideServer>("synchronous"),
                         StyleOf<RouteGuideCallbackServer>("callback"),
                         StyleOf<RouteGuideCoroutineServer>("coroutine"),
                         StyleOf<RouteGuideAsyncServer>("async"));
}

#endif  // TESTS_ROUTE_GUIDE_ALL_SERVERS_H_
