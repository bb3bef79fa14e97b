// SPDX-License-Identifier: Apache-2.0

#ifndef TESTS_ROUTE_GUIDE_DOMAIN_HARNESS_H_
#define TESTS_ROUTE_GUIDE_DOMAIN_HARNESS_H_

#include <memory>
#include <string>
#include <vector>

#include "feature_db.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"

struct NamedPlace {
  int latitude;
  int longitude;
  std::string name;
};

// A database of these places, by way of a file.
std::unique_ptr<const FeatureDb> MakeDb(const std::vector<NamedPlace>& places);

routeguide::Point MakePoint(int latitude, int longitude);
routeguide::Rectangle MakeRectangle(int lo_latitude, int lo_longitude,
                                    int hi_latitude, int hi_longitude);
routeguide::RouteNote MakeNote(int latitude, int longitude,
                               const std::string& message);

#endif  // TESTS_ROUTE_GUIDE_DOMAIN_HARNESS_H_
