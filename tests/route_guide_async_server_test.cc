// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_server.h"

#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "feature_db.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/server_contract.h"
#include "tests/route_guide/styles.h"
#include "tests/server_contract.h"

namespace {

constexpr int kFeatures = 100'000;

// Far more than HTTP/2 lets a server send to a client that does not read.
const FeatureDb& ManyFeatures() {
  static const std::unique_ptr<const FeatureDb> features = [] {
    std::vector<NamedPlace> places;
    for (int i = 0; i < kFeatures; ++i) {
      places.push_back({i, i, absl::StrCat("the place with the number ", i)});
    }
    return MakeDb(places);
  }();
  return *features;
}

struct Setup {
  static constexpr char kService[] = "routeguide.RouteGuide";
  static absl::StatusOr<std::unique_ptr<RouteGuideAsyncServer>> Start(
      const std::string& listen) {
    return RouteGuideAsyncServer::Start(
        {.listen = listen, .features = &ManyFeatures()});
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(RouteGuideAsync, ServerContract, Setup);
INSTANTIATE_TEST_SUITE_P(
    Async, RouteGuideServerContract,
    testing::Values(StyleOf<RouteGuideAsyncServer>("async")));

std::unique_ptr<RouteGuideAsyncServer> MakeServer(int max_streams) {
  return harness::MustStart(
      RouteGuideAsyncServer::Start({.listen = "localhost:0",
                                    .features = &ManyFeatures(),
                                    .max_streams = max_streams}));
}

std::unique_ptr<routeguide::RouteGuide::Stub> StubTo(
    const RouteGuideAsyncServer& server) {
  return routeguide::RouteGuide::NewStub(harness::ChannelTo(server.address()));
}

routeguide::Rectangle Everywhere() {
  return MakeRectangle(-900'000'000, -1'800'000'000, 900'000'000,
                       1'800'000'000);
}

// True if the server tells the name of the place with this number.
bool Knows(routeguide::RouteGuide::Stub& stub, int number) {
  harness::Context context;
  routeguide::Feature feature;
  return stub.GetFeature(&context, MakePoint(number, number), &feature).ok() &&
         feature.name() == absl::StrCat("the place with the number ", number);
}

// A list, of which the client has read the first feature and then stopped. The
// server waits until it can write more.
class List {
 public:
  explicit List(routeguide::RouteGuide::Stub& stub)
      : reader_(stub.ListFeatures(&context_, Everywhere())) {
    EXPECT_TRUE(Read());
  }

  bool Read() { return reader_->Read(&feature_); }
  void Cancel() { context_.TryCancel(); }

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
class Route {
 public:
  explicit Route(routeguide::RouteGuide::Stub& stub)
      : writer_(stub.RecordRoute(&context_, &summary_)) {
    EXPECT_TRUE(Write());
  }

  bool Write() { return writer_->Write(MakePoint(1, 1)); }
  void Cancel() { context_.TryCancel(); }

  // Fails or succeeds, as Finish does.
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
class Chat {
 public:
  Chat(routeguide::RouteGuide::Stub& stub, int place)
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

// A GetFeature that sends no point. The server has not yet heard of it.
class SilentCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit SilentCall(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::GenericStub(channel).PrepareBidiStreamingCall(
        &context_, "/routeguide.RouteGuide/GetFeature", {}, this);
    StartCall();
  }

  grpc::Status End() { return status_.get_future().get(); }

 private:
  void OnDone(const grpc::Status& status) override {
    status_.set_value(status);
  }

  harness::Context context_;
  std::promise<grpc::Status> status_;
};

// All four kinds of call, open on one connection.
class Visitor {
 public:
  Visitor(const std::string& address, int place)
      : channel_(harness::ChannelTo(address)),
        stub_(channel_),
        silent_(channel_),
        list_(stub_),
        route_(stub_),
        chat_(stub_, place) {
    // The last on this connection: the server has heard of the others.
    EXPECT_TRUE(Knows(stub_, place));
  }

  SilentCall& silent() { return silent_; }
  List& list() { return list_; }
  Route& route() { return route_; }
  Chat& chat() { return chat_; }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  routeguide::RouteGuide::Stub stub_;
  SilentCall silent_;
  List list_;
  Route route_;
  Chat chat_;
};

TEST(RouteGuideAsyncServer, AShutdownCancelsCallsOfAllKinds) {
  const auto server = MakeServer(500);
  // A connection's calls go to one worker as a rule, so these are on both.
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (int place = 0; place < 8; ++place) {
    visitors.push_back(std::make_unique<Visitor>(server->address(), place));
  }
  server->Shutdown(absl::Milliseconds(50));
  for (const auto& visitor : visitors) {
    EXPECT_FALSE(visitor->silent().End().ok());
    EXPECT_FALSE(visitor->list().End().ok());
    EXPECT_FALSE(visitor->route().End().ok());
    EXPECT_FALSE(visitor->chat().End().ok());
  }
}

TEST(RouteGuideAsyncServer, AShutdownWaitsForStreamsOfAllKinds) {
  const auto server = MakeServer(500);
  const auto stub = StubTo(*server);
  List list(*stub);
  Route route(*stub);
  Chat chat(*stub, 0);
  ASSERT_TRUE(Knows(*stub, 1));
  harness::HealthWatch watch(server->address());
  ASSERT_EQ(watch.Next(), 1);
  std::thread stopper([&] { server->Shutdown(absl::InfiniteDuration()); });
  EXPECT_EQ(watch.Next(), 2);
  watch.Cancel();

  // The list comes first: with the last stream gRPC closes the connection, and
  // what this side sends then, to be granted more, may cost it what it has not
  // read yet.
  const grpc::Status status = list.End();
  EXPECT_TRUE(status.ok()) << status.error_code() << status.error_message();
  EXPECT_TRUE(route.Write());
  EXPECT_TRUE(route.End().ok());
  EXPECT_EQ(route.points(), 2);
  EXPECT_TRUE(chat.Write());
  EXPECT_EQ(chat.Read(), "a note");
  EXPECT_TRUE(chat.End().ok());
  stopper.join();
}

TEST(RouteGuideAsyncServer, TwoHundredStreamsGoOnAtOnce) {
  const auto server = MakeServer(200);
  const auto stub = StubTo(*server);
  const auto other = StubTo(*server);
  std::vector<std::unique_ptr<Chat>> chats;
  for (int place = 0; place < 200; ++place) {
    chats.push_back(
        std::make_unique<Chat>(place % 2 == 0 ? *stub : *other, place));
  }
  for (const auto& chat : chats) ASSERT_TRUE(chat->Write());
  for (const auto& chat : chats) {
    EXPECT_EQ(chat->Read(), "a note");
    EXPECT_EQ(chat->Read(), "a note");
  }
  for (const auto& chat : chats) EXPECT_TRUE(chat->End().ok());
}

TEST(RouteGuideAsyncServer, NobodyWaitsForSlowReaders) {
  const auto server = MakeServer(500);
  const auto stub = StubTo(*server);
  std::vector<std::unique_ptr<List>> lists;
  for (int i = 0; i < 10; ++i) lists.push_back(std::make_unique<List>(*stub));
  const auto other = StubTo(*server);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(Knows(i % 2 == 0 ? *stub : *other, i));
  }
  Chat chat(*other, 0);
  EXPECT_TRUE(chat.End().ok());

  int features = 1;
  while (lists[0]->Read()) ++features;
  EXPECT_EQ(features, kFeatures);
  EXPECT_TRUE(lists[0]->End().ok());
  for (const auto& list : lists) list->Cancel();
}

TEST(RouteGuideAsyncServer, AStreamsSlotIsFreeOnceItsStatusIsThere) {
  const auto server = MakeServer(1);
  // Their calls are on one worker or on two.
  const auto stub = StubTo(*server);
  const auto other = StubTo(*server);
  for (int i = 0; i < 200; ++i) {
    Route route(*other);
    ASSERT_TRUE(route.End().ok());
    harness::Context context;
    routeguide::Feature feature;
    const auto list = stub->ListFeatures(&context, MakeRectangle(1, 1, 2, 2));
    ASSERT_TRUE(list->Read(&feature));
    ASSERT_TRUE(list->Read(&feature));
    ASSERT_FALSE(list->Read(&feature));
    ASSERT_TRUE(list->Finish().ok());
    Chat chat(*other, 0);
    ASSERT_TRUE(chat.End().ok());
  }
}

// Opens a call of one kind, goes on with it for a while, and hangs up.
void HangUp(routeguide::RouteGuide::Stub& stub, std::mt19937& random) {
  const auto hang_up = [&](auto&& call, auto&& step) {
    for (unsigned int steps = random() % 50; steps > 0; --steps) step();
    call.Cancel();
    EXPECT_THAT(call.End(), harness::HasCode(absl::StatusCode::kCancelled));
  };
  switch (random() % 3) {
    case 0: {
      List list(stub);
      hang_up(list, [&] { EXPECT_TRUE(list.Read()); });
      return;
    }
    case 1: {
      Route route(stub);
      hang_up(route, [&] { EXPECT_TRUE(route.Write()); });
      return;
    }
    case 2: {
      // Seldom where others were: a note is answered by all before it.
      Chat chat(stub, static_cast<int>(random() % 1'000'000));
      hang_up(chat, [&] { EXPECT_TRUE(chat.Write()); });
      return;
    }
  }
}

TEST(RouteGuideAsyncServer, ClientsMayHangUpAtAnyMoment) {
  const auto server = MakeServer(500);
  std::vector<std::thread> clients;
  for (unsigned int seed = 0; seed < 4; ++seed) {
    clients.emplace_back([&server, seed] {
      std::mt19937 random(seed);
      const auto stub = StubTo(*server);
      for (int i = 0; i < 50; ++i) HangUp(*stub, random);
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_TRUE(Knows(*StubTo(*server), 1));
  server->Shutdown(absl::InfiniteDuration());  // Returns: no call is left.
}

TEST(RouteGuideAsyncServer, MayEndAtOnce) {
  for (int i = 0; i < 20; ++i) MakeServer(500);
}

TEST(RouteGuideAsyncServer, MayEndWithCallsOfAllKindsOpen) {
  for (int i = 0; i < 5; ++i) {
    auto server = MakeServer(500);
    Visitor visitor(server->address(), 1);
    server.reset();
    EXPECT_FALSE(visitor.silent().End().ok());
    EXPECT_FALSE(visitor.list().End().ok());
    EXPECT_FALSE(visitor.route().End().ok());
    EXPECT_FALSE(visitor.chat().End().ok());
  }
}

}  // namespace
