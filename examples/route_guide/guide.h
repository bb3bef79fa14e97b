// SPDX-License-Identifier: Apache-2.0
//
// What a RouteGuide works with, and that is not gRPC: the same for each style
// of server.

#ifndef EXAMPLES_ROUTE_GUIDE_GUIDE_H_
#define EXAMPLES_ROUTE_GUIDE_GUIDE_H_

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "feature_db.h"
#include "note_board.h"
#include "support/call_limit.h"

struct RouteGuideOptions {
  std::string listen = "localhost:0";   // HOST:PORT; port 0 picks a free one.
  const FeatureDb* features = nullptr;  // Required. Outlives the server.
  size_t max_notes = 100'000;
  int max_streams = 500;  // Open at once, of all clients.
  // After this a client that says nothing is asked whether it is there.
  absl::Duration silence = absl::Minutes(1);
};

// Thread-safe.
struct Guide {
  explicit Guide(const RouteGuideOptions& options)
      : features(*options.features),
        notes(options.max_notes),
        streams(options.max_streams) {}

  const FeatureDb& features;
  NoteBoard notes;
  support::CallLimit streams;
};

#endif  // EXAMPLES_ROUTE_GUIDE_GUIDE_H_
