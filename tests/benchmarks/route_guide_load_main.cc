// SPDX-License-Identifier: Apache-2.0
//
// Load for a RouteGuide by a C++ client, which counts what it gets and looks at
// every status. It prints one line, of names and numbers in turn.
//
//   build/release/benchmarks/route_guide_load --call=list_features

#include <atomic>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "location.h"
#include "route_guide.grpc.pb.h"
#include "support/command_line.h"
#include "support/exit_status.h"

ABSL_FLAG(std::string, target, "localhost:50051", "the server");
ABSL_FLAG(std::string, call, "list_features",
          "what to do: list_features, record_route, route_chat or post_notes");
ABSL_FLAG(int32_t, calls, 20,
          "how many calls to make: one after another, but for record_route");
ABSL_FLAG(int32_t, messages, 1000, "how many messages to send in a call");
ABSL_FLAG(int32_t, connections, 4, "how many of them record_route has");

namespace {

constexpr absl::Duration kTimeout = absl::Minutes(2);

std::unique_ptr<routeguide::RouteGuide::Stub> Connect() {
  grpc::ChannelArguments arguments;
  // Else channels to one server would share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return routeguide::RouteGuide::NewStub(
      grpc::CreateCustomChannel(absl::GetFlag(FLAGS_target),
                                grpc::InsecureChannelCredentials(), arguments));
}

absl::Status Status(absl::string_view call, const grpc::Status& status) {
  return support::CallStatus(call, status.error_code(), status.error_message());
}

absl::Status Miscounted(absl::string_view what, int64_t got, int64_t wanted) {
  return absl::DataLossError(
      absl::StrCat(what, ": got ", got, ", wanted ", wanted));
}

// A place for each number.
routeguide::Point Place(int number) {
  routeguide::Point point;
  Location{number / 1000, number % 1000}.CopyTo(&point);
  return point;
}

// gRPC may keep a message back, but for every 64th: this client is to be as
// little as possible of what is measured.
grpc::WriteOptions Hint(int number) {
  grpc::WriteOptions options;
  if (number % 64 != 0) options.set_buffer_hint();
  return options;
}

// Lists every feature on earth.
absl::Status ListFeatures() {
  const auto stub = Connect();
  // The connection is there when the time begins.
  routeguide::Feature feature;
  {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
    const auto reader = stub->ListFeatures(&context, {});
    while (reader->Read(&feature)) continue;
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return Status("ListFeatures", status);
  }
  routeguide::Rectangle rectangle;
  Location{-kMostLatitude, -kMostLongitude}.CopyTo(rectangle.mutable_lo());
  Location{kMostLatitude, kMostLongitude}.CopyTo(rectangle.mutable_hi());

  const absl::Time begin = absl::Now();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(begin + kTimeout));
  const auto reader = stub->ListFeatures(&context, rectangle);
  absl::Duration first;
  int64_t features = 0;
  int64_t bytes = 0;
  while (reader->Read(&feature)) {
    if (features++ == 0) first = absl::Now() - begin;
    bytes += static_cast<int64_t>(feature.ByteSizeLong()) + 5;  // The prefix.
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return Status("ListFeatures", status);
  std::cout << "features " << features << " bytes " << bytes << " seconds "
            << absl::ToDoubleSeconds(absl::Now() - begin) << " first "
            << absl::ToDoubleSeconds(first) << std::endl;
  return absl::OkStatus();
}

absl::Status RecordOne(routeguide::RouteGuide::Stub& stub, int points) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  routeguide::RouteSummary summary;
  const auto writer = stub.RecordRoute(&context, &summary);
  bool open = true;
  for (int i = 0; open && i < points; ++i) {
    open = writer->Write(Place(i), Hint(i));
  }
  if (open) open = writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return Status("RecordRoute", status);
  if (!open || summary.point_count() != points) {
    return Miscounted("RecordRoute's points", summary.point_count(), points);
  }
  return absl::OkStatus();
}

// Records routes on several connections at once.
absl::Status RecordRoute() {
  const int points = absl::GetFlag(FLAGS_messages);
  const int calls = absl::GetFlag(FLAGS_calls);
  std::vector<absl::Status> statuses(absl::GetFlag(FLAGS_connections));
  std::atomic<int> begun = 0;
  std::vector<std::thread> threads;
  threads.reserve(statuses.size());
  const absl::Time begin = absl::Now();
  for (absl::Status& status : statuses) {
    threads.emplace_back([&status, &begun, points, calls] {
      const auto stub = Connect();
      while (status.ok() && begun++ < calls) status = RecordOne(*stub, points);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  std::cout << "calls_per_second "
            << calls / absl::ToDoubleSeconds(absl::Now() - begin) << std::endl;
  return absl::OkStatus();
}

// Sends a note to each of `places` places from `first` on, and returns how many
// replies there were.
absl::StatusOr<int64_t> Chat(routeguide::RouteGuide::Stub& stub, int first,
                             int places, const std::string& message) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  const auto stream = stub.RouteChat(&context);
  bool open = true;
  std::thread writer([&] {
    routeguide::RouteNote note;
    note.set_message(message);
    for (int i = 0; open && i < places; ++i) {
      *note.mutable_location() = Place(first + i);
      open = stream->Write(note, Hint(i));
    }
    if (open) open = stream->WritesDone();
  });
  int64_t replies = 0;
  routeguide::RouteNote note;
  while (stream->Read(&note)) ++replies;
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return Status("RouteChat", status);
  if (!open) return absl::AbortedError("RouteChat: ended before the last note");
  return replies;
}

// Chats, time after time, at the same places. The server must be a fresh one:
// call k is answered by the notes of the k - 1 calls before. Prints how many
// microseconds a reply took in the second call and in the last.
absl::Status RouteChat() {
  const auto stub = Connect();
  const int places = absl::GetFlag(FLAGS_messages);
  double second = 0;
  double last = 0;
  for (int call = 1; call <= absl::GetFlag(FLAGS_calls); ++call) {
    const absl::Time begin = absl::Now();
    const absl::StatusOr<int64_t> replies =
        Chat(*stub, 0, places, absl::StrCat("call ", call));
    if (!replies.ok()) return replies.status();
    const int64_t wanted = int64_t{places} * (call - 1);
    if (*replies != wanted) {
      return Miscounted("RouteChat's replies", *replies, wanted);
    }
    if (wanted == 0) continue;
    last = absl::ToDoubleMicroseconds(absl::Now() - begin) /
           static_cast<double>(wanted);
    if (call == 2) second = last;
  }
  std::cout << "second_us " << second << " last_us " << last << std::endl;
  return absl::OkStatus();
}

// Sends notes of a thousand bytes, each to a place of its own.
absl::Status PostNotes() {
  const auto stub = Connect();
  const int places = absl::GetFlag(FLAGS_messages);
  const absl::Time begin = absl::Now();
  for (int call = 0; call < absl::GetFlag(FLAGS_calls); ++call) {
    const absl::StatusOr<int64_t> replies =
        Chat(*stub, call * places, places, std::string(1000, 'x'));
    if (!replies.ok()) return replies.status();
  }
  std::cout << "seconds " << absl::ToDoubleSeconds(absl::Now() - begin)
            << std::endl;
  return absl::OkStatus();
}

absl::Status Run(const std::string& call) {
  const std::map<std::string, std::function<absl::Status()>> calls = {
      {"list_features", ListFeatures},
      {"record_route", RecordRoute},
      {"route_chat", RouteChat},
      {"post_notes", PostNotes}};
  const auto found = calls.find(call);
  if (found != calls.end()) return found->second();
  return absl::InvalidArgumentError(
      absl::StrCat("--call=", call, ": --help lists what is known"));
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = support::ParseCommandLine(
          argc, argv, "keeps a RouteGuide busy, and measures it.")) {
    return *status;
  }
  return support::ExitStatus(Run(absl::GetFlag(FLAGS_call)));
}
