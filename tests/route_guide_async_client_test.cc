// SPDX-License-Identifier: Apache-2.0

#include "route_guide_async_client.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "feature_db.h"
#include "grpcpp/grpcpp.h"
#include "route_guide.grpc.pb.h"
#include "route_guide_async_server.h"
#include "tests/harness.h"
#include "tests/route_guide/all_servers.h"
#include "tests/route_guide/client_contract.h"
#include "tests/route_guide/domain_harness.h"
#include "tests/route_guide/styles.h"

namespace {

ClientStyle Style() { return ClientStyleOf<RouteGuideAsyncClient>("async"); }

INSTANTIATE_TEST_SUITE_P(Async, RouteGuideClientContract,
                         testing::Values(Style()));
INSTANTIATE_TEST_SUITE_P(Async, RouteGuidePairContract,
                         testing::Combine(AllServers(),
                                          testing::Values(Style())));

const FeatureDb& Features() {
  static const std::unique_ptr<const FeatureDb> features =
      MakeDb({{1, 1, "one"}, {2, 2, "two"}, {3, 3, "three"}});
  return *features;
}

std::unique_ptr<RouteGuideAsyncServer> StartServer() {
  return harness::MustStart(RouteGuideAsyncServer::Start(
      {.listen = "127.0.0.1:0", .features = &Features()}));
}

void NoNotes(const routeguide::RouteNote& note) {
  ADD_FAILURE() << "got " << note.message();
}

// A call that ends at once, whatever its client still wants to send.
template <typename Reactor>
class Ended final : public Reactor {
 public:
  explicit Ended(const grpc::Status& status) { this->Finish(status); }
  void OnDone() override { delete this; }
};

// Ends every stream with this status before anything is read or written.
class Hasty final : public routeguide::RouteGuide::CallbackService {
 public:
  explicit Hasty(grpc::Status status) : status_(std::move(status)) {}

 private:
  grpc::ServerWriteReactor<routeguide::Feature>* ListFeatures(
      grpc::CallbackServerContext* /*context*/,
      const routeguide::Rectangle* /*rectangle*/) override {
    return new Ended<grpc::ServerWriteReactor<routeguide::Feature>>(status_);
  }

  grpc::ServerReadReactor<routeguide::Point>* RecordRoute(
      grpc::CallbackServerContext* /*context*/,
      routeguide::RouteSummary* /*summary*/) override {
    return new Ended<grpc::ServerReadReactor<routeguide::Point>>(status_);
  }

  grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>*
  RouteChat(grpc::CallbackServerContext* /*context*/) override {
    return new Ended<
        grpc::ServerBidiReactor<routeguide::RouteNote, routeguide::RouteNote>>(
        status_);
  }

  const grpc::Status status_;
};

// Sends bytes that are no message, and says that all is well.
class Garbled final
    : public routeguide::RouteGuide::WithRawCallbackMethod_GetFeature<
          routeguide::RouteGuide::WithRawCallbackMethod_RecordRoute<
              routeguide::RouteGuide::Service>> {
  static grpc::ByteBuffer Garbage() {
    const grpc::Slice slice(std::string("\x0a\x7f"));  // Of 127 bytes, it says.
    return grpc::ByteBuffer(&slice, 1);
  }

  grpc::ServerUnaryReactor* GetFeature(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* /*point*/,
                                       grpc::ByteBuffer* feature) override {
    *feature = Garbage();
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerReadReactor<grpc::ByteBuffer>* RecordRoute(
      grpc::CallbackServerContext* /*context*/,
      grpc::ByteBuffer* summary) override {
    *summary = Garbage();
    return new Ended<grpc::ServerReadReactor<grpc::ByteBuffer>>(
        grpc::Status::OK);
  }
};

// More than HTTP/2 lets a client send to a server that does not read.
std::vector<routeguide::Point> LongRoute() {
  return std::vector<routeguide::Point>(100'000, MakePoint(1, 1));
}
std::vector<routeguide::RouteNote> LongChat() {
  return std::vector<routeguide::RouteNote>(
      300, MakeNote(1, 1, std::string(100'000, 'x')));
}

TEST(RouteGuideAsyncClient, AServerMayRefuseWhileItIsWrittenTo) {
  Hasty hasty(grpc::Status(grpc::StatusCode::NOT_FOUND, "no such road"));
  const harness::FakeServer server(hasty);
  RouteGuideAsyncClient client(harness::ChannelTo(server.address()),
                               harness::kForever);
  EXPECT_EQ(client.RecordRoute(LongRoute()).status(),
            absl::NotFoundError("RecordRoute: no such road"));
  EXPECT_EQ(client.RouteChat(LongChat(), NoNotes),
            absl::NotFoundError("RouteChat: no such road"));
  EXPECT_EQ(client.ListFeatures(MakeRectangle(0, 0, 1, 1),
                                [](const routeguide::Feature&) {}),
            absl::NotFoundError("ListFeatures: no such road"));
}

TEST(RouteGuideAsyncClient, AServerMayHaveEnoughWhileItIsWrittenTo) {
  Hasty hasty(grpc::Status::OK);
  const harness::FakeServer server(hasty);
  RouteGuideAsyncClient client(harness::ChannelTo(server.address()),
                               harness::kForever);
  EXPECT_EQ(client.RecordRoute(LongRoute()).status(),
            absl::AbortedError(
                "RecordRoute: the server has read 0 of 100000 points"));
  EXPECT_EQ(client.RouteChat(LongChat(), NoNotes),
            absl::AbortedError(
                "RouteChat: the server ended the call before the last note"));
}

TEST(RouteGuideAsyncClient, AReplyThatIsNoMessageIsAFailure) {
  Garbled garbled;
  const harness::FakeServer server(garbled);
  RouteGuideAsyncClient client(harness::ChannelTo(server.address()),
                               harness::kForever);
  EXPECT_EQ(client.GetFeature(MakePoint(1, 1)).status(),
            absl::InternalError("GetFeature: the reply cannot be read"));
  EXPECT_EQ(client.RecordRoute({}).status(),
            absl::InternalError("RecordRoute: the reply cannot be read"));
}

TEST(RouteGuideAsyncClient, TakesCallsOfManyThreads) {
  const auto server = StartServer();
  RouteGuideAsyncClient client(harness::ChannelTo(server->address()),
                               harness::kForever);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&client, thread] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(client.GetFeature(MakePoint(2, 2)),
                    harness::HasCode(absl::StatusCode::kOk));
        int features = 0;
        EXPECT_EQ(client.ListFeatures(
                      MakeRectangle(0, 0, 9, 9),
                      [&](const routeguide::Feature&) { ++features; }),
                  absl::OkStatus());
        EXPECT_EQ(features, 3);
        EXPECT_THAT(client.RecordRoute({MakePoint(1, 1), MakePoint(5, 5)}),
                    harness::HasCode(absl::StatusCode::kOk));
        int notes = 0;
        const auto note = MakeNote(thread, i, "a note");
        EXPECT_EQ(
            client.RouteChat({note, note},
                             [&](const routeguide::RouteNote&) { ++notes; }),
            absl::OkStatus());
        EXPECT_EQ(notes, 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
