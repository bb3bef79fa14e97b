// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's three kinds of stream from the client's side, as reactors of
// the callback API. gRPC calls a reactor's On... methods, which must not block.
//
// Operations are started before StartCall or in reactions, and never in
// between: the call could be over by then, and the reactor gone.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CLIENT_REACTORS_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CLIENT_REACTORS_H_

#include <cstddef>
#include <future>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"

// Begins the call, which `rectangle` must outlive. Destroy it only when Wait
// has returned.
class ListFeaturesReader final
    : public grpc::ClientReadReactor<routeguide::Feature> {
 public:
  ListFeaturesReader(routeguide::RouteGuide::Stub& stub, absl::Time deadline,
                     const routeguide::Rectangle& rectangle,
                     absl::FunctionRef<void(const routeguide::Feature&)> each);

  grpc::Status Wait();

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  const absl::FunctionRef<void(const routeguide::Feature&)> each_;
  grpc::ClientContext context_;
  routeguide::Feature feature_;  // gRPC writes to it until OnReadDone.
  grpc::Status status_;
  absl::Notification over_;
};

// Deletes itself when the call is over: create it with new.
class RecordRouteWriter final
    : public grpc::ClientWriteReactor<routeguide::Point> {
 public:
  using Result = absl::StatusOr<routeguide::RouteSummary>;

  RecordRouteWriter(routeguide::RouteGuide::Stub& stub, absl::Time deadline,
                    const std::vector<routeguide::Point>& route);

  // Begins the call. The reactor may be gone when it returns.
  std::future<Result> Start();

  void OnWriteDone(bool ok) override;
  void OnWritesDoneDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  ~RecordRouteWriter() override = default;

  void WriteNext();
  Result Summary(const grpc::Status& status) const;

  const std::vector<routeguide::Point> route_;
  size_t next_ = 0;
  bool all_sent_ = false;
  grpc::ClientContext context_;
  routeguide::RouteSummary summary_;  // gRPC writes to it until OnDone.
  std::promise<Result> result_;
};

// Begins the call, which reads and writes at the same time: one operation of
// either kind is under way. Destroy it only when Wait has returned.
//
// If all notes were written first, the server's replies would fill what HTTP/2
// grants a sender, the server would stop reading, and neither side could go on.
class RouteChatStream final
    : public grpc::ClientBidiReactor<routeguide::RouteNote,
                                     routeguide::RouteNote> {
 public:
  // `notes` must outlive the call.
  RouteChatStream(routeguide::RouteGuide::Stub& stub, absl::Time deadline,
                  const std::vector<routeguide::RouteNote>& notes,
                  absl::FunctionRef<void(const routeguide::RouteNote&)> each);

  grpc::Status Wait();

  // After Wait: false if the call was over before the last note was written.
  bool all_sent() const { return all_sent_; }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnWritesDoneDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  void WriteNext();

  const std::vector<routeguide::RouteNote>& notes_;
  const absl::FunctionRef<void(const routeguide::RouteNote&)> each_;
  size_t next_ = 0;
  bool all_sent_ = false;
  grpc::ClientContext context_;
  routeguide::RouteNote reply_;  // gRPC writes to it until OnReadDone.
  grpc::Status status_;
  absl::Notification over_;
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_CLIENT_REACTORS_H_
