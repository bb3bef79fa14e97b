// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's three kinds of stream, as reactors of the callback API. gRPC
// calls a reactor's On... methods, which must not block. (The notes' lock is no
// harm: nobody waits for a client while holding it.)
//
// A constructor may start operations, and even Finish: gRPC keeps them until
// the method has returned the reactor, so that OnDone cannot come before.
//
// At any time one operation is under way, a read or a write, and the reaction
// to it starts the next one or finishes the call. When a call is cancelled, the
// operation that is under way fails, so that there is nothing to do in
// OnCancel. OnDone comes last, and only there a reactor deletes itself: create
// it with new.

#ifndef EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_REACTORS_H_
#define EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_REACTORS_H_

#include <optional>

#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "note_board.h"
#include "route_guide.pb.h"
#include "route_recorder.h"
#include "support/call_limit.h"

class ListFeaturesReactor final
    : public grpc::ServerWriteReactor<routeguide::Feature> {
 public:
  ListFeaturesReactor(Guide& guide, const routeguide::Rectangle& rectangle);

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~ListFeaturesReactor() override = default;

  void WriteNext();
  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  std::optional<FeatureDb::Within> within_;  // What is still to be written.
  int written_ = 0;
  routeguide::Feature feature_;  // gRPC reads it until OnWriteDone.
};

class RecordRouteReactor final
    : public grpc::ServerReadReactor<routeguide::Point> {
 public:
  // gRPC sends `summary` after Finish, and keeps `context` until OnDone.
  RecordRouteReactor(Guide& guide, const grpc::CallbackServerContext& context,
                     routeguide::RouteSummary& summary);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~RecordRouteReactor() override = default;

  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  routeguide::RouteSummary& summary_;
  RouteRecorder recorder_;
  routeguide::Point point_;  // gRPC writes to it until OnReadDone.
};

class RouteChatReactor final
    : public grpc::ServerBidiReactor<routeguide::RouteNote,
                                     routeguide::RouteNote> {
 public:
  RouteChatReactor(Guide& guide, const grpc::CallbackServerContext& context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~RouteChatReactor() override = default;

  void WriteOrRead();
  void End(const grpc::Status& status);

  support::CallLimit::Slot slot_;
  const grpc::CallbackServerContext& context_;
  NoteBoard& notes_;
  std::optional<NoteBoard::Earlier> earlier_;  // What is still to be written.
  routeguide::RouteNote note_;  // Either read or written, until it is done.
};

#endif  // EXAMPLES_ROUTE_GUIDE_ROUTE_GUIDE_SERVER_REACTORS_H_
