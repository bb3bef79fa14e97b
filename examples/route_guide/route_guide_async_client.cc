// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_client.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

// The queue of one call. Declared first, for gRPC wants it to outlive the call.
// Each function takes every tag out that it has put in before it returns: an
// operation that is still under way would write to locals that are gone.
//
// A queue for each call is simple. A program that makes many calls has one, and
// a thread that empties it, as greeter_async_client.cc has.
class CallQueue {
 public:
  CallQueue() = default;
  ~CallQueue() {
    queue_.Shutdown();
    Next();  // Nothing is left in the queue, and gRPC wants that to be seen.
  }
  CallQueue(const CallQueue&) = delete;
  CallQueue& operator=(const CallQueue&) = delete;

  // An operation that is over, and has done what it should if `ok`.
  struct Event {
    void* tag = nullptr;
    bool ok = false;
  };

  // Waits until one of the operations that are under way is over.
  Event Next() {
    Event event;
    if (!queue_.Next(&event.tag, &event.ok)) return {};  // It is shut down.
    return event;
  }

  grpc::CompletionQueue* get() { return &queue_; }

 private:
  grpc::CompletionQueue queue_;
};

// While one operation at a time is under way, there is nothing to tell apart.
constexpr void* kTag = nullptr;

// The status of a call whose Finish has come out of the queue. A failed call
// comes back ok, and its status tells why. If not ok, there was one reply and
// it could not be parsed, and the status may still be the server's OK.
absl::Status Outcome(const std::string& call, const grpc::Status& status,
                     bool ok) {
  if (!ok && status.ok()) {
    return absl::InternalError(call + ": the reply cannot be read");
  }
  return support::CallStatus(call, status.error_code(), status.error_message());
}

}  // namespace

RouteGuideAsyncClient::RouteGuideAsyncClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(routeguide::RouteGuide::NewStub(channel)), timeout_(timeout) {}

absl::StatusOr<routeguide::Feature> RouteGuideAsyncClient::GetFeature(
    const routeguide::Point& point) {
  CallQueue queue;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::Feature feature;  // This and the status are filled by Finish.
  grpc::Status status;
  const auto reader =
      stub_->PrepareAsyncGetFeature(&context, point, queue.get());
  reader->StartCall();
  reader->Finish(&feature, &status, kTag);
  // The call is under way, and this thread could do something else here.
  const bool ok = queue.Next().ok;
  const absl::Status outcome = Outcome("GetFeature", status, ok);
  if (!outcome.ok()) return outcome;
  return feature;
}

absl::Status RouteGuideAsyncClient::ListFeatures(
    const routeguide::Rectangle& rectangle,
    absl::FunctionRef<void(const routeguide::Feature&)> each) {
  CallQueue queue;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::Feature feature;
  const auto reader =
      stub_->PrepareAsyncListFeatures(&context, rectangle, queue.get());
  reader->StartCall(kTag);

  bool open = queue.Next().ok;
  while (open) {
    reader->Read(&feature, kTag);
    open = queue.Next().ok;
    if (open) each(feature);
  }
  // Not ok: no further message can be read, and Finish tells whether the call
  // failed.
  grpc::Status status;
  reader->Finish(&status, kTag);
  const bool ok = queue.Next().ok;
  return Outcome("ListFeatures", status, ok);
}

absl::StatusOr<routeguide::RouteSummary> RouteGuideAsyncClient::RecordRoute(
    const std::vector<routeguide::Point>& route) {
  CallQueue queue;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::RouteSummary summary;  // Filled by Finish.
  const auto writer =
      stub_->PrepareAsyncRecordRoute(&context, &summary, queue.get());
  writer->StartCall(kTag);

  // Not ok: the call is over, and Finish knows why.
  bool open = queue.Next().ok;
  for (const routeguide::Point& point : route) {
    if (!open) break;
    writer->Write(point, kTag);
    open = queue.Next().ok;
  }
  if (open) {
    // Half-close: no more points, and the server may answer.
    writer->WritesDone(kTag);
    open = queue.Next().ok;
  }

  grpc::Status status;
  writer->Finish(&status, kTag);
  const bool ok = queue.Next().ok;
  const absl::Status outcome = Outcome("RecordRoute", status, ok);
  if (!outcome.ok()) return outcome;
  // A server may answer, and with OK, before it has read everything.
  if (!open || summary.point_count() != static_cast<int>(route.size())) {
    return absl::AbortedError(absl::StrCat("RecordRoute: the server has read ",
                                           summary.point_count(), " of ",
                                           route.size(), " points"));
  }
  return summary;
}

absl::Status RouteGuideAsyncClient::RouteChat(
    const std::vector<routeguide::RouteNote>& notes,
    absl::FunctionRef<void(const routeguide::RouteNote&)> each) {
  CallQueue queue;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  routeguide::RouteNote note;
  const auto stream = stub_->PrepareAsyncRouteChat(&context, queue.get());
  stream->StartCall(kTag);

  // A read and a write are under way at the same time: any two addresses tell
  // them apart. If all notes were written first, the server's replies would
  // fill what HTTP/2 grants a sender, the server would stop reading, and
  // neither side could go on.
  void* const read = &note;
  auto next = notes.begin();
  void* const write = &next;
  bool half_closing = false;
  const auto write_next = [&] {
    if (next != notes.end()) {
      stream->Write(*next++, write);
    } else {
      half_closing = true;
      stream->WritesDone(write);
    }
  };

  bool reading = queue.Next().ok;
  bool writing = reading;
  bool all_sent = false;
  if (reading) stream->Read(&note, read);
  if (writing) write_next();
  while (reading || writing) {
    const CallQueue::Event event = queue.Next();
    if (event.tag == read) {
      reading = event.ok;
      if (!reading) continue;
      each(note);
      stream->Read(&note, read);
    } else if (half_closing) {
      writing = false;
      all_sent = event.ok;
    } else {
      // Once there is nothing to read, the call is over. A write may be ok even
      // then: it says that the note was taken, not that it has arrived.
      writing = event.ok && reading;
      if (writing) write_next();
    }
  }

  grpc::Status status;
  stream->Finish(&status, kTag);
  const bool ok = queue.Next().ok;
  const absl::Status outcome = Outcome("RouteChat", status, ok);
  if (!outcome.ok()) return outcome;
  if (!all_sent) {
    return absl::AbortedError(
        "RouteChat: the server ended the call before the last note");
  }
  return absl::OkStatus();
}
