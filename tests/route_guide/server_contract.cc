// SPDX-License-Identifier: Apache-2.0

#include "tests/route_guide/server_contract.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

using harness::HasCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

void RouteGuideServerContract::Start(RouteGuideOptions options) {
  if (options.features == nullptr) options.features = features_.get();
  server_.reset();
  server_ = GetParam().start(options);
  stub_ = NewStub();
}

std::unique_ptr<routeguide::RouteGuide::Stub>
RouteGuideServerContract::NewStub() {
  return routeguide::RouteGuide::NewStub(
      harness::ChannelTo(server_->address()));
}

grpc::Status RouteGuideServerContract::GetFeature(
    int latitude, int longitude, routeguide::Feature* feature) {
  harness::Context context;
  return stub_->GetFeature(&context, MakePoint(latitude, longitude), feature);
}

grpc::Status RouteGuideServerContract::ListFeatures(
    const routeguide::Rectangle& rectangle, std::vector<std::string>* names) {
  harness::Context context;
  const auto reader = stub_->ListFeatures(&context, rectangle);
  routeguide::Feature feature;
  while (reader->Read(&feature)) names->push_back(feature.name());
  return reader->Finish();
}

std::vector<std::string> RouteGuideServerContract::Exchange(
    NoteStream& chat, const routeguide::RouteNote& note,
    const std::string& last) {
  std::vector<std::string> messages;
  EXPECT_TRUE(chat.Write(note));
  routeguide::RouteNote reply;
  while (chat.Read(&reply)) {
    messages.push_back(reply.message());
    if (reply.message() == last) break;
  }
  return messages;
}

grpc::Status RouteGuideServerContract::Chat(
    const std::vector<routeguide::RouteNote>& notes,
    std::vector<std::string>* replies) {
  harness::Context context;
  const auto chat = stub_->RouteChat(&context);
  std::thread writer([&] {
    for (const routeguide::RouteNote& note : notes) {
      if (!chat->Write(note)) return;
    }
    chat->WritesDone();  // False if the call has ended; the status tells.
  });
  routeguide::RouteNote reply;
  while (chat->Read(&reply)) replies->push_back(reply.message());
  writer.join();
  return chat->Finish();
}

bool RouteGuideServerContract::Lives() {
  routeguide::Feature feature;
  return GetFeature(10, 20, &feature).ok() && feature.name() == "A";
}

namespace {

const char kLatitudeBeyond[] =
    "latitude 900000001: wanted -900000000 to 900000000 (degrees times "
    "10,000,000)";
const char kLongitudeBeyond[] =
    "longitude -1800000001: wanted -1800000000 to 1800000000 (degrees times "
    "10,000,000)";

TEST_P(RouteGuideServerContract, GetFeatureGivesTheFeatureAtAPoint) {
  routeguide::Feature feature;
  ASSERT_TRUE(GetFeature(30, 40, &feature).ok());
  EXPECT_EQ(feature.name(), "B");
  EXPECT_EQ(feature.location().latitude(), 30);
  EXPECT_EQ(feature.location().longitude(), 40);
}

TEST_P(RouteGuideServerContract, GetFeatureGivesAnEmptyNameWhereNothingIs) {
  routeguide::Feature feature;
  ASSERT_TRUE(GetFeature(1, -2, &feature).ok());
  EXPECT_EQ(feature.name(), "");
  EXPECT_EQ(feature.location().latitude(), 1);
  EXPECT_EQ(feature.location().longitude(), -2);
}

TEST_P(RouteGuideServerContract, AMissingPointIsTheOneAtZero) {
  harness::Context context;
  routeguide::Feature feature;
  ASSERT_TRUE(stub_->GetFeature(&context, routeguide::Point(), &feature).ok());
  EXPECT_EQ(feature.name(), "");
}

TEST_P(RouteGuideServerContract, ListFeaturesGivesWhatIsInTheRectangleInOrder) {
  std::vector<std::string> names;
  ASSERT_TRUE(ListFeatures(MakeRectangle(0, 0, 90, 90), &names).ok());
  EXPECT_THAT(names, ElementsAre("A", "B", ""));
}

TEST_P(RouteGuideServerContract, TheCornersMayComeInAnyOrder) {
  std::vector<std::string> names;
  ASSERT_TRUE(ListFeatures(MakeRectangle(30, 20, 10, 40), &names).ok());
  EXPECT_THAT(names, ElementsAre("A", "B"));
}

TEST_P(RouteGuideServerContract, AnEmptyRectangleHasNoFeatures) {
  std::vector<std::string> names;
  EXPECT_TRUE(ListFeatures(MakeRectangle(1, 1, 2, 2), &names).ok());
  EXPECT_THAT(names, IsEmpty());
}

TEST_P(RouteGuideServerContract, RecordRouteSumsUpARoute) {
  harness::Context context;
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&context, &summary);
  EXPECT_TRUE(writer->Write(MakePoint(10, 20)));
  EXPECT_TRUE(writer->Write(MakePoint(10'000'010, 20)));
  EXPECT_TRUE(writer->Write(MakePoint(30, 41)));
  EXPECT_TRUE(writer->Write(MakePoint(30, 40)));
  EXPECT_TRUE(writer->WritesDone());
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(summary.point_count(), 4);
  EXPECT_EQ(summary.feature_count(), 2);  // One has no name.
  EXPECT_EQ(summary.distance(), 222'389);
}

TEST_P(RouteGuideServerContract, AnEmptyRouteIsAllZero) {
  harness::Context context;
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&context, &summary);
  EXPECT_TRUE(writer->WritesDone());
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(summary.ByteSizeLong(), 0);
}

TEST_P(RouteGuideServerContract, ARouteMayHaveAHundredThousandPoints) {
  harness::Context context;
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&context, &summary);
  for (int i = 0; i < 100'000; ++i) {
    ASSERT_TRUE(writer->Write(MakePoint(i % 2 == 0 ? 10 : 30, 20)));
  }
  EXPECT_TRUE(writer->WritesDone());
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(summary.point_count(), 100'000);
  EXPECT_EQ(summary.feature_count(), 50'000);
}

TEST_P(RouteGuideServerContract, RouteChatGivesTheEarlierNotesOfThePlace) {
  std::vector<std::string> replies;
  ASSERT_TRUE(
      Chat({MakeNote(0, 0, "1"), MakeNote(0, 1, "2"), MakeNote(1, 0, "3"),
            MakeNote(0, 0, "4"), MakeNote(0, 0, "5"), MakeNote(1, 0, "6")},
           &replies)
          .ok());
  EXPECT_THAT(replies, ElementsAre("1", "1", "4", "3"));
}

TEST_P(RouteGuideServerContract, ASecondChatGetsTheNotesOfTheFirst) {
  std::vector<std::string> replies;
  ASSERT_TRUE(Chat({MakeNote(0, 0, "1"), MakeNote(0, 0, "2")}, &replies).ok());
  EXPECT_THAT(replies, ElementsAre("1"));
  replies.clear();
  ASSERT_TRUE(Chat({MakeNote(0, 0, "3"), MakeNote(0, 0, "4")}, &replies).ok());
  EXPECT_THAT(replies, ElementsAre("1", "2", "1", "2", "3"));
}

TEST_P(RouteGuideServerContract, TwoChatsSeeEachOthersNotes) {
  harness::Context context1;
  const auto chat1 = stub_->RouteChat(&context1);
  harness::Context context2;
  const auto chat2 = stub_->RouteChat(&context2);
  ASSERT_TRUE(chat1->Write(MakeNote(0, 0, "1 of one")));
  EXPECT_THAT(Exchange(*chat1, MakeNote(0, 0, "2 of one"), "1 of one"),
              ElementsAre("1 of one"));
  EXPECT_THAT(Exchange(*chat2, MakeNote(0, 0, "1 of two"), "2 of one"),
              ElementsAre("1 of one", "2 of one"));
  EXPECT_THAT(Exchange(*chat1, MakeNote(0, 0, "3 of one"), "1 of two"),
              ElementsAre("1 of one", "2 of one", "1 of two"));
  for (NoteStream* const chat : {chat1.get(), chat2.get()}) {
    EXPECT_TRUE(chat->WritesDone());
    EXPECT_TRUE(chat->Finish().ok());
  }
}

TEST_P(RouteGuideServerContract, AChatWithoutNotesIsFine) {
  std::vector<std::string> replies;
  EXPECT_TRUE(Chat({}, &replies).ok());
  EXPECT_THAT(replies, IsEmpty());
}

TEST_P(RouteGuideServerContract, KeepsNoMoreNotesThanItMay) {
  Start({.max_notes = 3});
  std::vector<std::string> replies;
  ASSERT_TRUE(
      Chat({MakeNote(0, 0, "1"), MakeNote(0, 0, "2"), MakeNote(5, 5, "3"),
            MakeNote(0, 0, "4"), MakeNote(0, 0, "5")},
           &replies)
          .ok());
  // When 4 comes, 1 goes; when 5 comes, 2 goes.
  EXPECT_THAT(replies, ElementsAre("1", "2", "4"));
  replies.clear();
  ASSERT_TRUE(Chat({MakeNote(0, 0, "6")}, &replies).ok());
  EXPECT_THAT(replies, ElementsAre("4", "5"));
}

// The official callback server sends ever more notes, for it never clears its
// list of those to send, and dies in the fifth call.
TEST_P(RouteGuideServerContract, OfficialDefectTheFifthChatCrashesTheServer) {
  std::vector<routeguide::RouteNote> notes;
  for (int i = 0; i < 1000; ++i) notes.push_back(MakeNote(i, i, "x"));
  for (size_t call = 1; call <= 20; ++call) {
    std::vector<std::string> replies;
    ASSERT_TRUE(Chat(notes, &replies).ok());
    ASSERT_THAT(replies, SizeIs(1000 * (call - 1)));
  }
}

TEST_P(RouteGuideServerContract, TwentyChatsAtOnceGetEachEarlierNoteOnce) {
  constexpr size_t kChats = 20;
  std::vector<routeguide::RouteNote> notes;
  for (int i = 0; i < 100; ++i) notes.push_back(MakeNote(i, i, "x"));
  std::atomic<size_t> replies = 0;
  std::vector<std::thread> chats;
  for (size_t i = 0; i < kChats; ++i) {
    chats.emplace_back([&] {
      std::vector<std::string> mine;
      EXPECT_TRUE(Chat(notes, &mine).ok());
      replies += mine.size();
    });
  }
  for (std::thread& chat : chats) chat.join();
  EXPECT_EQ(replies, notes.size() * kChats * (kChats - 1) / 2);
}

TEST_P(RouteGuideServerContract, APlaceBeyondTheEarthIsRefusedByAllFour) {
  routeguide::Feature feature;
  const grpc::Status got = GetFeature(900'000'001, 0, &feature);
  EXPECT_THAT(got, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(got.error_message(), kLatitudeBeyond);

  std::vector<std::string> names;
  const grpc::Status listed =
      ListFeatures(MakeRectangle(0, 0, 0, -1'800'000'001), &names);
  EXPECT_THAT(listed, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(listed.error_message(), absl::StrCat("hi.", kLongitudeBeyond));
  EXPECT_THAT(names, IsEmpty());

  // The server ends the call, though the client has not.
  harness::Context context;
  routeguide::RouteSummary summary;
  const auto writer = stub_->RecordRoute(&context, &summary);
  EXPECT_TRUE(writer->Write(MakePoint(10, 20)));
  EXPECT_TRUE(writer->Write(MakePoint(0, -1'800'000'001)));
  const grpc::Status recorded = writer->Finish();
  EXPECT_THAT(recorded, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(recorded.error_message(), kLongitudeBeyond);

  harness::Context chat_context;
  const auto chat = stub_->RouteChat(&chat_context);
  EXPECT_TRUE(chat->Write(MakeNote(10, 20, "1")));
  EXPECT_TRUE(chat->Write(MakeNote(10, 20, "2")));
  EXPECT_TRUE(chat->Write(MakeNote(900'000'001, 0, "3")));
  routeguide::RouteNote reply;
  EXPECT_TRUE(chat->Read(&reply));
  EXPECT_FALSE(chat->Read(&reply));
  const grpc::Status chatted = chat->Finish();
  EXPECT_THAT(chatted, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(chatted.error_message(),
            absl::StrCat("location.", kLatitudeBeyond));
  EXPECT_TRUE(Lives());
}

TEST_P(RouteGuideServerContract, ANoteOfFiveMegabytesIsRefused) {
  std::vector<std::string> replies;
  EXPECT_THAT(Chat({MakeNote(0, 0, std::string(5'000'000, 'x'))}, &replies),
              HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(Lives());
}

TEST_P(RouteGuideServerContract, AfterAHalfCloseTheRepliesStillCome) {
  harness::Context context;
  const auto chat = stub_->RouteChat(&context);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(chat->Write(MakeNote(0, 0, absl::StrCat(i))));
  }
  EXPECT_TRUE(chat->WritesDone());
  int replies = 0;
  for (routeguide::RouteNote reply; chat->Read(&reply);) ++replies;
  EXPECT_TRUE(chat->Finish().ok());
  EXPECT_EQ(replies, 100 * 99 / 2);
}

}  // namespace
