// SPDX-License-Identifier: Apache-2.0

#ifndef EXAMPLES_ROUTE_GUIDE_DISTANCE_H_
#define EXAMPLES_ROUTE_GUIDE_DISTANCE_H_

#include "location.h"

// The way from `a` to `b` in metres, along the surface of a sphere with a
// radius of 6,371,000 metres, by the haversine formula:
//
//   2 r asin(sqrt(sin²((lat b - lat a) / 2) +
//                 cos(lat a) cos(lat b) sin²((lon b - lon a) / 2)))
double Metres(const Location& a, const Location& b);

#endif  // EXAMPLES_ROUTE_GUIDE_DISTANCE_H_
