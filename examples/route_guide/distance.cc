// SPDX-License-Identifier: Apache-2.0

#include "distance.h"

#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/strategies/spherical/distance_haversine.hpp>

namespace {

// Longitude comes first.
using Degrees = boost::geometry::model::point<
    double, 2,
    boost::geometry::cs::spherical_equatorial<boost::geometry::degree>>;

Degrees ToDegrees(const Location& location) {
  return {location.longitude / 1e7, location.latitude / 1e7};
}

}  // namespace

double Metres(const Location& a, const Location& b) {
  static const boost::geometry::strategy::distance::haversine<double> kSphere(
      6'371'000);
  return boost::geometry::distance(ToDegrees(a), ToDegrees(b), kSphere);
}
