// SPDX-License-Identifier: Apache-2.0
//
// RouteGuide's calls while they are open: the server has heard of each, and has
// to wait for the client.

#ifndef TESTS_ROUTE_GUIDE_OPEN_CALLS_H_
#define TESTS_ROUTE_GUIDE_OPEN_CALLS_H_

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"

// A list of everything, of which the client has read the first feature and then
// stopped. The server waits until it can write more.
class OpenList {
 public:
  explicit OpenList(routeguide::RouteGuide::Stub& stub)
      : reader_(stub.ListFeatures(
            &context_, MakeRectangle(-900'000'000, -1'800'000'000, 900'000'000,
                                     1'800'000'000))) {
    EXPECT_TRUE(Read());
  }

  bool Read() { return reader_->Read(&feature_); }
  void Cancel() { context_.TryCancel(); }

  // Reads the rest.
  grpc::Status End() {
    while (Read()) {
    }
    return reader_->Finish();
  }

 private:
  harness::Context context_;
  routeguide::Feature feature_;
  const std::unique_ptr<grpc::ClientReader<routeguide::Feature>> reader_;
};

// A route of which a point was sent. The server waits for the next one.
class OpenRoute {
 public:
  explicit OpenRoute(routeguide::RouteGuide::Stub& stub)
      : writer_(stub.RecordRoute(&context_, &summary_)) {
    EXPECT_TRUE(Write());
  }

  bool Write() { return writer_->Write(MakePoint(1, 1)); }
  void Cancel() { context_.TryCancel(); }

  // Half-closes, which may fail as the call may have; the status tells.
  grpc::Status End() {
    static_cast<void>(writer_->WritesDone());
    return writer_->Finish();
  }

  int points() const { return summary_.point_count(); }

 private:
  harness::Context context_;
  routeguide::RouteSummary summary_;
  const std::unique_ptr<grpc::ClientWriter<routeguide::Point>> writer_;
};

// A chat in which the server has answered. It waits for the next note.
class OpenChat {
 public:
  OpenChat(routeguide::RouteGuide::Stub& stub, int place)
      : place_(place), stream_(stub.RouteChat(&context_)) {
    EXPECT_TRUE(Write());
    EXPECT_TRUE(Write());
    EXPECT_EQ(Read(), "a note");
  }

  bool Write() { return stream_->Write(MakeNote(place_, place_, "a note")); }
  void Cancel() { context_.TryCancel(); }

  std::string Read() {
    routeguide::RouteNote note;
    return stream_->Read(&note) ? note.message() : "the end";
  }

  grpc::Status End() {
    static_cast<void>(stream_->WritesDone());
    while (Read() != "the end") {
    }
    return stream_->Finish();
  }

 private:
  const int place_;
  harness::Context context_;
  const std::unique_ptr<
      grpc::ClientReaderWriter<routeguide::RouteNote, routeguide::RouteNote>>
      stream_;
};

// All four kinds of call, open on one connection.
class Visitor {
 public:
  Visitor(const std::string& address, int place)
      : channel_(ChannelWithASmallWindow(address)),
        stub_(channel_),
        unary_(channel_, "/routeguide.RouteGuide/GetFeature"),
        list_(stub_),
        route_(stub_),
        chat_(stub_, place) {
    // The last on this connection: the server has heard of the others.
    harness::Context context;
    routeguide::Feature feature;
    EXPECT_TRUE(stub_.GetFeature(&context, MakePoint(0, 0), &feature).ok());
  }

  void ExpectThatAllFail() {
    EXPECT_FALSE(unary_.Wait().ok());
    EXPECT_FALSE(list_.End().ok());
    EXPECT_FALSE(route_.End().ok());
    EXPECT_FALSE(chat_.End().ok());
  }

 private:
  // gRPC's guess at a good window can be larger than the whole list.
  static std::shared_ptr<grpc::Channel> ChannelWithASmallWindow(
      const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    return grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments);
  }

  const std::shared_ptr<grpc::Channel> channel_;
  routeguide::RouteGuide::Stub stub_;
  harness::SilentCall unary_;
  OpenList list_;
  OpenRoute route_;
  OpenChat chat_;
};

#endif  // TESTS_ROUTE_GUIDE_OPEN_CALLS_H_
