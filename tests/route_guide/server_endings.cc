// SPDX-License-Identifier: Apache-2.0
//
// How calls end, who waits for whom, and how a server ends. What calls answer
// is in server_contract.cc.

#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "tests/harness.h"
#include "tests/route_guide/open_calls.h"
#include "tests/route_guide/server_contract.h"
#include "tests/route_guide/vanished_client.h"

using harness::HasCode;
using testing::ElementsAre;
using testing::SizeIs;

namespace {

// 20,000 features of 500 bytes: more than HTTP/2 lets a server send ahead.
constexpr int kMany = 20'000;

// Kept for good: no server may outlive its features.
const FeatureDb* Many() {
  static const FeatureDb* const db = [] {
    std::vector<NamedPlace> places;
    for (int i = 0; i < kMany; ++i) {
      places.push_back({i, i, std::string(500, 'x')});
    }
    return MakeDb(places).release();
  }();
  return db;
}

routeguide::Rectangle All() { return MakeRectangle(0, 0, kMany, kMany); }

TEST_P(RouteGuideServerContract, ACancelledCallEndsOnBothSides) {
  harness::Context record_context;
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&record_context, &summary);
  EXPECT_TRUE(writer->Write(MakePoint(10, 20)));
  harness::Context chat_context;
  const auto chat = stub_->RouteChat(&chat_context);
  ASSERT_TRUE(chat->Write(MakeNote(0, 0, "1")));
  EXPECT_THAT(Exchange(*chat, MakeNote(0, 0, "2"), "1"), ElementsAre("1"));

  record_context.TryCancel();
  EXPECT_THAT(writer->Finish(), HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(summary.point_count(), 0);
  chat_context.TryCancel();
  routeguide::RouteNote reply;
  EXPECT_FALSE(chat->Read(&reply));
  EXPECT_THAT(chat->Finish(), HasCode(absl::StatusCode::kCancelled));
  EXPECT_TRUE(Lives());
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, ACancelledListEndsInTheMiddle) {
  Start({.features = Many()});
  harness::Context context;
  const auto reader = stub_->ListFeatures(&context, All());
  routeguide::Feature feature;
  EXPECT_TRUE(reader->Read(&feature));
  context.TryCancel();
  while (reader->Read(&feature)) {
  }
  EXPECT_THAT(reader->Finish(), HasCode(absl::StatusCode::kCancelled));
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, AReaderThatPausesHoldsUpNobodyElse) {
  Start({.features = Many()});
  harness::Context context;
  const auto slow = stub_->ListFeatures(&context, All());
  routeguide::Feature feature;
  ASSERT_TRUE(slow->Read(&feature));

  // On a connection of its own, or it would be the connection that is held up.
  const auto other = NewStub();
  harness::Context other_context;
  const auto fast = other->ListFeatures(&other_context, All());
  int count = 0;
  while (fast->Read(&feature)) ++count;
  EXPECT_TRUE(fast->Finish().ok());
  EXPECT_EQ(count, kMany);

  count = 1;
  while (slow->Read(&feature)) ++count;
  EXPECT_TRUE(slow->Finish().ok());
  EXPECT_EQ(count, kMany);
}

// The official server holds its lock while it writes, so that all chats wait
// for one client that does not read.
TEST_P(RouteGuideServerContract, OfficialDefectASlowReaderStopsAllChats) {
  harness::Context slow_context;
  const auto slow = stub_->RouteChat(&slow_context);
  // The replies to 50 notes are 1,225 notes, 100 MB in all: they cannot be
  // underway, so the server waits for this client. The notes can.
  std::thread writer([&] {
    const routeguide::RouteNote note = MakeNote(0, 0, std::string(80'000, 'x'));
    for (int i = 0; i < 50; ++i) {
      if (!slow->Write(note)) return;
    }
  });
  const auto other = NewStub();
  harness::Context context;
  const auto fast = other->RouteChat(&context);
  EXPECT_TRUE(fast->Write(MakeNote(5, 5, "0")));
  for (int i = 1; i < 100; ++i) {
    EXPECT_THAT(
        Exchange(*fast, MakeNote(5, 5, absl::StrCat(i)), absl::StrCat(i - 1)),
        SizeIs(i));
  }
  EXPECT_TRUE(fast->WritesDone());
  EXPECT_TRUE(fast->Finish().ok());
  slow_context.TryCancel();
  writer.join();
  routeguide::RouteNote reply;
  while (slow->Read(&reply)) {
  }
  EXPECT_THAT(slow->Finish(), HasCode(absl::StatusCode::kCancelled));
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, ADeadlineEndsEachKindOfStream) {
  Start({.features = Many()});
  routeguide::Feature any;
  ASSERT_TRUE(GetFeature(0, 0, &any).ok());  // To be connected.
  harness::Context list_context(absl::Milliseconds(200));
  const auto reader = stub_->ListFeatures(&list_context, All());
  harness::Context record_context(absl::Milliseconds(200));
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&record_context, &summary);
  harness::Context chat_context(absl::Milliseconds(200));
  const auto chat = stub_->RouteChat(&chat_context);

  EXPECT_THAT(writer->Finish(), HasCode(absl::StatusCode::kDeadlineExceeded));
  routeguide::RouteNote note;
  EXPECT_FALSE(chat->Read(&note));
  EXPECT_THAT(chat->Finish(), HasCode(absl::StatusCode::kDeadlineExceeded));
  // Its deadline passed before the client read anything.
  routeguide::Feature feature;
  int count = 0;
  while (reader->Read(&feature)) ++count;
  EXPECT_LT(count, kMany);
  EXPECT_THAT(reader->Finish(), HasCode(absl::StatusCode::kDeadlineExceeded));
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, MoreStreamsThanThereMayBeAreRefused) {
  Start({.max_streams = 2});
  harness::Context context1;
  const auto chat1 = stub_->RouteChat(&context1);
  ASSERT_TRUE(chat1->Write(MakeNote(0, 0, "1")));
  EXPECT_THAT(Exchange(*chat1, MakeNote(0, 0, "2"), "1"), ElementsAre("1"));
  harness::Context context2;
  const auto chat2 = stub_->RouteChat(&context2);
  EXPECT_THAT(Exchange(*chat2, MakeNote(0, 0, "3"), "2"), SizeIs(2));

  const std::string refusal = "wanted no more than 2 open calls";
  std::vector<std::string> none;
  const grpc::Status listed = ListFeatures(MakeRectangle(0, 0, 9, 9), &none);
  EXPECT_THAT(listed, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(listed.error_message(), refusal);
  harness::Context context3;
  routeguide::RouteSummary summary;
  const grpc::Status recorded =
      stub_->RecordRoute(&context3, &summary)->Finish();
  EXPECT_THAT(recorded, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(recorded.error_message(), refusal);
  harness::Context context4;
  const grpc::Status chatted = stub_->RouteChat(&context4)->Finish();
  EXPECT_THAT(chatted, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(chatted.error_message(), refusal);
  EXPECT_TRUE(Lives());  // Unary calls need no slot.

  // A stream's slot is free when its status comes.
  for (NoteStream* const chat : {chat1.get(), chat2.get()}) {
    EXPECT_TRUE(chat->WritesDone());
    EXPECT_TRUE(chat->Finish().ok());
    EXPECT_TRUE(ListFeatures(MakeRectangle(0, 0, 9, 9), &none).ok());
  }
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, AStreamThatIsCancelledGivesItsSlotBack) {
  Start({.max_streams = 1});
  for (int i = 0; i < 20; ++i) {
    harness::Context context;
    const auto chat = stub_->RouteChat(&context);
    ASSERT_TRUE(chat->Write(MakeNote(i, 0, "1")));
    ASSERT_THAT(Exchange(*chat, MakeNote(i, 0, "2"), "1"), SizeIs(1));
    context.TryCancel();
    EXPECT_THAT(chat->Finish(), HasCode(absl::StatusCode::kCancelled));
    // The server hears of it later than the client.
    const absl::Time end = absl::Now() + harness::kForever;
    std::vector<std::string> none;
    while (!ListFeatures(MakeRectangle(0, 0, 9, 9), &none).ok()) {
      ASSERT_LT(absl::Now(), end);
    }
  }
}

// Slow readers on one connection, and others beside them and on another one.
TEST_P(RouteGuideServerContract, NobodyWaitsForSlowReaders) {
  Start({.features = Many()});
  std::vector<std::unique_ptr<OpenList>> lists;
  for (int i = 0; i < 10; ++i) {
    lists.push_back(std::make_unique<OpenList>(*stub_));
  }
  const auto other = NewStub();
  for (int i = 0; i < 500; ++i) {
    harness::Context context;
    routeguide::Feature feature;
    ASSERT_TRUE((i % 2 == 0 ? stub_ : other)
                    ->GetFeature(&context, MakePoint(i, i), &feature)
                    .ok());
    ASSERT_EQ(feature.name(), std::string(500, 'x'));
  }
  EXPECT_TRUE(OpenChat(*other, 0).End().ok());

  int features = 1;
  while (lists[0]->Read()) ++features;
  EXPECT_EQ(features, kMany);
  EXPECT_TRUE(lists[0]->End().ok());
  for (const auto& list : lists) list->Cancel();
}

TEST_P(RouteGuideServerContract, TwoHundredStreamsGoOnAtOnce) {
  Start({.max_streams = 200});
  const auto other = NewStub();
  std::vector<std::unique_ptr<OpenChat>> chats;
  for (int place = 0; place < 200; ++place) {
    chats.push_back(
        std::make_unique<OpenChat>(place % 2 == 0 ? *stub_ : *other, place));
  }
  for (const auto& chat : chats) ASSERT_TRUE(chat->Write());
  for (const auto& chat : chats) {
    EXPECT_EQ(chat->Read(), "a note");
    EXPECT_EQ(chat->Read(), "a note");
  }
  for (const auto& chat : chats) EXPECT_TRUE(chat->End().ok());
}

// On two connections, whose calls different threads may serve.
TEST_P(RouteGuideServerContract, AStreamsSlotIsFreeOnceItsStatusIsThere) {
  Start({.features = Many(), .max_streams = 1});
  const auto other = NewStub();
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(OpenRoute(*other).End().ok());
    std::vector<std::string> names;
    ASSERT_TRUE(ListFeatures(MakeRectangle(1, 1, 2, 2), &names).ok());
    ASSERT_THAT(names, SizeIs(2));
    ASSERT_TRUE(OpenChat(*other, i).End().ok());
  }
}

// It is nobody's turn to speak, but the server asks whether the client is
// there.
TEST_P(RouteGuideServerContract, AClientThatVanishesLosesItsSlot) {
  Start({.max_streams = 1, .silence = absl::Seconds(3)});
  const VanishedClient client(server_->address(),
                              "/routeguide.RouteGuide/RouteChat");
  const absl::Time end = absl::Now() + harness::kForever;
  for (const bool wanted : {false, true}) {
    std::vector<std::string> none;
    while (ListFeatures(MakeRectangle(1, 1, 2, 2), &none).ok() != wanted) {
      ASSERT_LT(absl::Now(), end);
    }
  }
}

// Opens a call of one kind, goes on with it for a while, and hangs up.
void HangUp(routeguide::RouteGuide::Stub& stub, std::mt19937& random) {
  const auto hang_up = [&](auto&& call, auto&& step) {
    for (unsigned int steps = random() % 50; steps > 0; --steps) step();
    call.Cancel();
    EXPECT_THAT(call.End(), HasCode(absl::StatusCode::kCancelled));
  };
  switch (random() % 3) {
    case 0: {
      OpenList list(stub);
      hang_up(list, [&] { EXPECT_TRUE(list.Read()); });
      return;
    }
    case 1: {
      OpenRoute route(stub);
      hang_up(route, [&] { EXPECT_TRUE(route.Write()); });
      return;
    }
    case 2: {
      // Seldom where others were: a note is answered by all before it.
      OpenChat chat(stub, static_cast<int>(random() % 1'000'000));
      hang_up(chat, [&] { EXPECT_TRUE(chat.Write()); });
      return;
    }
  }
}

TEST_P(RouteGuideServerContract, ClientsMayHangUpAtAnyMoment) {
  Start({.features = Many()});
  std::vector<std::thread> clients;
  for (unsigned int seed = 0; seed < 4; ++seed) {
    clients.emplace_back([this, seed] {
      std::mt19937 random(seed);
      const auto stub = NewStub();
      for (int i = 0; i < 50; ++i) HangUp(*stub, random);
    });
  }
  for (std::thread& client : clients) client.join();
  routeguide::Feature feature;
  EXPECT_TRUE(GetFeature(1, 1, &feature).ok());
  ExpectAllCallsEnd();
}

TEST_P(RouteGuideServerContract, ShutsDownWithAllFourKindsOpen) {
  Start({.features = Many()});
  // A connection's calls may all be on one thread, so there are several.
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (int place = 0; place < 8; ++place) {
    visitors.push_back(std::make_unique<Visitor>(server_->address(), place));
  }
  const absl::Time start = absl::Now();
  server_->Shutdown(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  for (const auto& visitor : visitors) visitor->ExpectThatAllFail();
}

TEST_P(RouteGuideServerContract, AShutdownWaitsForStreamsOfAllKinds) {
  Start({.features = Many()});
  OpenList list(*stub_);
  OpenRoute route(*stub_);
  OpenChat chat(*stub_, 0);
  harness::HealthWatch watch(server_->address());
  ASSERT_EQ(watch.Next(), 1);
  std::thread stopper([&] { server_->Shutdown(absl::InfiniteDuration()); });
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

TEST_P(RouteGuideServerContract, MayEndAtOnce) {
  for (int i = 0; i < 20; ++i) Start({});
}

TEST_P(RouteGuideServerContract, MayEndWithCallsOfAllKindsOpen) {
  for (int i = 0; i < 5; ++i) {
    Start({.features = Many()});
    Visitor visitor(server_->address(), 1);
    server_.reset();
    visitor.ExpectThatAllFail();
  }
}

}  // namespace
