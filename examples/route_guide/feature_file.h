// SPDX-License-Identifier: Apache-2.0
//
// Features in the tutorial's JSON:
//
//   [{"location": {"latitude": 488666667, "longitude": 23333333},
//     "name": "Paris, France"}, ...]

#ifndef EXAMPLES_ROUTE_GUIDE_FEATURE_FILE_H_
#define EXAMPLES_ROUTE_GUIDE_FEATURE_FILE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "location.h"

using FeatureVisitor =
    absl::FunctionRef<void(const Location& location, absl::string_view name)>;

// Calls `visit` for each feature of the file at `path`, in the file's order,
// with no more than one of them in memory. Fields may be in any order; unknown
// ones are skipped.
//
// The code that fits errno if the file cannot be opened, such as NOT_FOUND;
// DATA_LOSS if it cannot be read; INVALID_ARGUMENT if it is not such an array.
// The message names the file, and where in it.
absl::Status ReadFeatures(const std::string& path, FeatureVisitor visit);

#endif  // EXAMPLES_ROUTE_GUIDE_FEATURE_FILE_H_
