// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's four kinds of call, with the completion-queue API. Each asks
// gRPC for a call of its kind when it is made. Its step says which operation is
// under way.
//
// When a call is cancelled, be it by the client, its deadline or a shutdown,
// the operation that is under way fails. So these calls do not ask whether they
// are cancelled, nor could they: a context can be asked only after the tag of
// AsyncNotifyWhenDone, an operation more to wait for, has come out of the
// queue.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_CALLS_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_CALLS_H_

#include <optional>

#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "note_board.h"
#include "route_guide.grpc.pb.h"
#include "route_guide_async_worker.h"
#include "route_recorder.h"
#include "support/call_limit.h"

class GetFeatureCall final : public RouteGuideAsyncWorker::Call {
 public:
  explicit GetFeatureCall(RouteGuideAsyncWorker& worker);
  void Proceed(bool ok) override;

 private:
  enum class Step { kRequest, kFinish };

  ~GetFeatureCall() override = default;
  void Answer();

  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  routeguide::Point point_;
  grpc::ServerAsyncResponseWriter<routeguide::Feature> responder_{&context_};
};

class ListFeaturesCall final : public RouteGuideAsyncWorker::Call {
 public:
  explicit ListFeaturesCall(RouteGuideAsyncWorker& worker);
  void Proceed(bool ok) override;

 private:
  enum class Step { kRequest, kWrite, kFinish };

  ~ListFeaturesCall() override = default;
  void Begin();
  void WriteNext();
  void End(const grpc::Status& status);

  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  routeguide::Rectangle rectangle_;
  grpc::ServerAsyncWriter<routeguide::Feature> writer_{&context_};
  std::optional<support::CallLimit::Slot> slot_;
  std::optional<FeatureDb::Within> within_;  // What is still to be written.
  int written_ = 0;
  routeguide::Feature feature_;
};

class RecordRouteCall final : public RouteGuideAsyncWorker::Call {
 public:
  explicit RecordRouteCall(RouteGuideAsyncWorker& worker);
  void Proceed(bool ok) override;

 private:
  enum class Step { kRequest, kRead, kFinish };

  ~RecordRouteCall() override = default;
  void Begin();
  void ReadNext();
  void Pass();
  void End(const grpc::Status& status);

  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  grpc::ServerAsyncReader<routeguide::RouteSummary, routeguide::Point> reader_{
      &context_};
  std::optional<support::CallLimit::Slot> slot_;
  RouteRecorder recorder_;
  routeguide::Point point_;  // gRPC writes to it during a Read.
};

class RouteChatCall final : public RouteGuideAsyncWorker::Call {
 public:
  explicit RouteChatCall(RouteGuideAsyncWorker& worker);
  void Proceed(bool ok) override;

 private:
  enum class Step { kRequest, kRead, kWrite, kFinish };

  ~RouteChatCall() override = default;
  void Begin();
  void ReadNext();
  void Post();
  void WriteOrRead();
  void End(const grpc::Status& status);

  Step step_ = Step::kRequest;
  grpc::ServerContext context_;
  grpc::ServerAsyncReaderWriter<routeguide::RouteNote, routeguide::RouteNote>
      stream_{&context_};
  std::optional<support::CallLimit::Slot> slot_;
  std::optional<NoteBoard::Earlier> earlier_;  // What is still to be written.
  routeguide::RouteNote note_;  // gRPC writes to it during a Read.
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_ASYNC_CALLS_H_
