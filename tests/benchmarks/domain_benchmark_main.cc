// SPDX-License-Identifier: Apache-2.0
//
// What the RouteGuide's domain takes by itself, without gRPC.
//
//   build/release/benchmarks/domain_benchmark
//
// Those with 10 million features want 2 GB of memory:
// --benchmark_filter=-/10000000 leaves them out.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "distance.h"
#include "feature_db.h"
#include "location.h"
#include "note_board.h"
#include "route_guide.pb.h"
#include "route_recorder.h"

namespace {

constexpr size_t kHits = 100;
constexpr size_t kAsked = 1 << 16;

// Holds kHits features, whatever the number of the others.
constexpr Location kLow = {100'000'000, 100'000'000};
constexpr Location kHigh = {130'000'000, 120'000'000};

bool InBox(const Location& location) {
  return kLow.latitude <= location.latitude &&
         location.latitude <= kHigh.latitude &&
         kLow.longitude <= location.longitude &&
         location.longitude <= kHigh.longitude;
}

class Locations {
 public:
  // The next one: the same at every run.
  Location Next() {
    std::uniform_int_distribution<int32_t> latitude(-kMostLatitude,
                                                    kMostLatitude);
    std::uniform_int_distribution<int32_t> longitude(-kMostLongitude,
                                                     kMostLongitude);
    return {latitude(random_), longitude(random_)};
  }

  Location NextInBox() {
    std::uniform_int_distribution<int32_t> latitude(kLow.latitude,
                                                    kHigh.latitude);
    std::uniform_int_distribution<int32_t> longitude(kLow.longitude,
                                                     kHigh.longitude);
    return {latitude(random_), longitude(random_)};
  }

  Location NextOutside() {
    Location location = Next();
    while (InBox(location)) location = Next();
    return location;
  }

 private:
  std::mt19937 random_;
};

// A file of features, for as long as the object exists.
class FeatureFile {
 public:
  explicit FeatureFile(size_t features)
      : path_(std::filesystem::temp_directory_path() /
              absl::StrCat("features_", getpid(), ".json")) {
    std::ofstream file(path_);
    Locations locations;
    for (size_t i = 0; i < features; ++i) {
      const Location location =
          i < kHits ? locations.NextInBox() : locations.NextOutside();
      file << (i == 0 ? "[" : ",\n") << R"({"location": {"latitude": )"
           << location.latitude << R"(, "longitude": )" << location.longitude
           << R"(}, "name": "Feature)" << i << R"("})";
    }
    file << "]\n";
    file.close();
    Check(file.good() ? absl::OkStatus() : absl::DataLossError(path_.string()));
  }
  ~FeatureFile() { std::filesystem::remove(path_); }
  FeatureFile(const FeatureFile&) = delete;
  FeatureFile& operator=(const FeatureFile&) = delete;

  std::unique_ptr<const FeatureDb> Load() const {
    auto db = FeatureDb::Load(path_.string());
    Check(db.status());
    return *std::move(db);
  }

  static void Check(const absl::Status& status) {
    if (status.ok()) return;
    std::cerr << status << "\n";
    std::exit(EXIT_FAILURE);
  }

 private:
  const std::filesystem::path path_;
};

const FeatureDb& Db(size_t features) {
  static std::map<size_t, std::unique_ptr<const FeatureDb>> dbs;
  std::unique_ptr<const FeatureDb>& db = dbs[features];
  if (db == nullptr) db = FeatureFile(features).Load();
  return *db;
}

routeguide::Point ToPoint(const Location& location) {
  routeguide::Point point;
  location.CopyTo(&point);
  return point;
}

// Where features are, anywhere among them all.
std::vector<routeguide::Point> KnownPoints(const FeatureDb& db) {
  std::mt19937 random;
  std::uniform_int_distribution<size_t> number(0, db.size() - 1);
  std::vector<routeguide::Point> points;
  while (points.size() < kAsked) {
    points.push_back(db.feature(number(random)).location());
  }
  return points;
}

void Get(benchmark::State& state) {
  const FeatureDb& db = Db(state.range(0));
  const std::vector<routeguide::Point> points = KnownPoints(db);
  size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    const absl::StatusOr<routeguide::Feature> feature =
        db.Get(points[i++ % kAsked]);
    if (!feature.ok() || feature->name().empty()) {
      state.SkipWithError("no such feature");
    }
  }
}
BENCHMARK(Get)->Arg(100)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000);

// All features between two corners, of which there must be so many.
void ListThem(benchmark::State& state, const FeatureDb& db, const Location& low,
              const Location& high, size_t wanted) {
  routeguide::Rectangle rectangle;
  low.CopyTo(rectangle.mutable_lo());
  high.CopyTo(rectangle.mutable_hi());
  for ([[maybe_unused]] auto _ : state) {
    absl::StatusOr<FeatureDb::Within> within = db.List(rectangle);
    if (!within.ok()) {
      state.SkipWithError("no such rectangle");
      return;
    }
    size_t hits = 0;
    routeguide::Feature feature;
    while (within->Next(&feature)) ++hits;
    if (hits != wanted) state.SkipWithError("another number of features");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(wanted));
}

void ListAHundred(benchmark::State& state) {
  ListThem(state, Db(state.range(0)), kLow, kHigh, kHits);
}
BENCHMARK(ListAHundred)->Arg(100)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000);

void ListAll(benchmark::State& state) {
  ListThem(state, Db(state.range(0)), {-kMostLatitude, -kMostLongitude},
           {kMostLatitude, kMostLongitude}, state.range(0));
}
BENCHMARK(ListAll)
    ->Arg(100)
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMicrosecond);

void Load(benchmark::State& state) {
  const FeatureFile file(state.range(0));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(file.Load());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Load)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void Distance(benchmark::State& state) {
  Locations locations;
  std::vector<Location> places;
  while (places.size() < kAsked) places.push_back(locations.Next());
  size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(Metres(places[i % kAsked],  //
                                    places[(i + 1) % kAsked]));
    ++i;
  }
}
BENCHMARK(Distance);

void PassAPoint(benchmark::State& state) {
  const FeatureDb& db = Db(state.range(0));
  const std::vector<routeguide::Point> points = KnownPoints(db);
  RouteRecorder recorder(db);
  size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    if (!recorder.Pass(points[i++ % kAsked]).ok()) {
      state.SkipWithError("no such point");
    }
  }
}
BENCHMARK(PassAPoint)->Arg(100)->Arg(1'000'000);

// To a board that is full, at one of a thousand places.
void PostANote(benchmark::State& state) {
  NoteBoard board(state.range(0));
  routeguide::RouteNote note;
  note.set_message("Mind the gap");
  int32_t i = 0;
  const auto post = [&] {
    *note.mutable_location() = ToPoint({0, i++ % 1000});
    return board.Post(note);
  };
  while (i < state.range(0)) FeatureFile::Check(post().status());
  for ([[maybe_unused]] auto _ : state) {
    if (!post().ok()) state.SkipWithError("not posted");
  }
}
BENCHMARK(PostANote)->Arg(1'000)->Arg(100'000);

// The time for each of the notes that were there before.
void ReadEarlierNotes(benchmark::State& state) {
  NoteBoard board(100'000);
  routeguide::RouteNote note;
  note.set_message("Mind the gap");
  int64_t read = 0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    // Between the notes that are read lie those of a thousand other places.
    auto earlier = board.Post(note);
    FeatureFile::Check(earlier.status());
    for (int32_t i = 1; i <= 1000; ++i) {
      *note.mutable_location() = ToPoint({0, i});
      FeatureFile::Check(board.Post(note).status());
    }
    note.clear_location();
    routeguide::RouteNote reply;
    state.ResumeTiming();
    while (earlier->Next(&reply)) ++read;
  }
  state.SetItemsProcessed(read);
}
BENCHMARK(ReadEarlierNotes)->Iterations(2000);

}  // namespace

BENCHMARK_MAIN();
