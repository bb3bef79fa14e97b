// SPDX-License-Identifier: Apache-2.0

#include "note_board.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "route_guide.pb.h"
#include "tests/harness.h"
#include "tests/route_guide/domain_harness.h"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Messages(NoteBoard::Earlier earlier) {
  std::vector<std::string> messages;
  routeguide::RouteNote note;
  while (earlier.Next(&note)) messages.push_back(note.message());
  return messages;
}

std::vector<std::string> Post(NoteBoard& board, int latitude, int longitude,
                              const std::string& message) {
  return Messages(*board.Post(MakeNote(latitude, longitude, message)));
}

TEST(NoteBoard, GivesTheEarlierNotesOfTheSamePlaceInOrder) {
  NoteBoard board(100);
  EXPECT_THAT(Post(board, 0, 0, "First"), IsEmpty());
  EXPECT_THAT(Post(board, 0, 1, "Second"), IsEmpty());
  EXPECT_THAT(Post(board, 1, 0, "Third"), IsEmpty());
  EXPECT_THAT(Post(board, 0, 0, "Fourth"), ElementsAre("First"));
  EXPECT_THAT(Post(board, 0, 0, "First"), ElementsAre("First", "Fourth"));
  EXPECT_THAT(Post(board, 1, 0, ""), ElementsAre("Third"));
  EXPECT_THAT(Post(board, 1, 0, ""), ElementsAre("Third", ""));
  EXPECT_EQ(board.size(), 7);
}

TEST(NoteBoard, GivesNotesWithTheirLocation) {
  NoteBoard board(100);
  EXPECT_THAT(Post(board, -7, 8, "First"), IsEmpty());
  auto earlier = board.Post(MakeNote(-7, 8, "Second"));
  routeguide::RouteNote note;
  ASSERT_TRUE(earlier->Next(&note));
  EXPECT_EQ(note.location().latitude(), -7);
  EXPECT_EQ(note.location().longitude(), 8);
}

TEST(NoteBoard, WhatComesLaterIsNotEarlier) {
  NoteBoard board(100);
  EXPECT_THAT(Post(board, 0, 0, "First"), IsEmpty());
  const auto earlier = board.Post(MakeNote(0, 0, "Second"));
  EXPECT_THAT(Post(board, 0, 0, "Third"), ElementsAre("First", "Second"));
  EXPECT_THAT(Messages(*earlier), ElementsAre("First"));
}

TEST(NoteBoard, ALocationBeyondTheEarthIsRefusedAndNotKept) {
  NoteBoard board(100);
  EXPECT_EQ(board.Post(MakeNote(900000001, 0, "x")).status(),
            absl::InvalidArgumentError(
                "location.latitude 900000001: wanted -900000000 to 900000000 "
                "(degrees times 10,000,000)"));
  EXPECT_EQ(board.size(), 0);
}

TEST(NoteBoard, TheOldestNotesGoFirstWhereverTheyAre) {
  NoteBoard board(3);
  EXPECT_THAT(Post(board, 0, 0, "1"), IsEmpty());
  EXPECT_THAT(Post(board, 0, 0, "2"), ElementsAre("1"));
  EXPECT_THAT(Post(board, 5, 5, "3"), IsEmpty());
  EXPECT_THAT(Post(board, 0, 0, "4"), ElementsAre("2"));
  EXPECT_THAT(Post(board, 0, 0, "5"), ElementsAre("4"));
  EXPECT_THAT(Post(board, 5, 5, "6"), IsEmpty());
  EXPECT_EQ(board.size(), 3);
}

TEST(NoteBoard, MayKeepNothing) {
  NoteBoard board(0);
  EXPECT_THAT(Post(board, 0, 0, "1"), IsEmpty());
  EXPECT_THAT(Post(board, 0, 0, "2"), IsEmpty());
  EXPECT_EQ(board.size(), 0);
}

TEST(NoteBoard, ASlowReaderMissesWhatHasGone) {
  NoteBoard board(3);
  Post(board, 0, 0, "1");
  Post(board, 0, 0, "2");
  auto some = *board.Post(MakeNote(0, 0, "3"));
  auto none = some;
  Post(board, 5, 5, "4");  // Drops 1.
  EXPECT_THAT(Messages(some), ElementsAre("2"));
  Post(board, 0, 0, "5");  // Drops 2.
  Post(board, 0, 0, "6");  // Drops 3: all that is kept there is later.
  EXPECT_THAT(Messages(none), IsEmpty());
  Post(board, 5, 5, "7");
  Post(board, 5, 5, "8");
  Post(board, 5, 5, "9");  // Drops all that was there.
  EXPECT_THAT(Messages(none), IsEmpty());
}

TEST(NoteBoard, LargeNotesGoSooner) {
  NoteBoard board(1000);
  const std::string four_megabytes(4 << 20, 'x');
  for (int i = 0; i < 100; ++i) Post(board, i, 0, four_megabytes);
  EXPECT_EQ(board.size(), 15);  // 64 MiB, less what each note costs besides.
  EXPECT_THAT(Post(board, 50, 0, ""), IsEmpty());
  EXPECT_EQ(Post(board, 99, 0, "").size(), 1);
}

// Of any two notes one is the earlier one, so that n notes have n (n - 1) / 2
// earlier ones, whoever posts them.
TEST(NoteBoard, IsSafeUnderThreads) {
  constexpr int kThreads = 4;
  constexpr int kNotes = 500;
  NoteBoard board(kThreads * kNotes);
  std::atomic<size_t> earlier = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < kNotes; ++j) {
        earlier += Post(board, 0, 0, absl::StrCat(j)).size();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  constexpr size_t kAll = kThreads * kNotes;
  EXPECT_EQ(board.size(), kAll);
  EXPECT_EQ(earlier, kAll * (kAll - 1) / 2);
}

TEST(NoteBoard, IsSafeUnderThreadsThatOverflowIt) {
  NoteBoard board(50);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 5000; ++j) {
        EXPECT_LE(Post(board, j % (i + 2), 0, absl::StrCat(j)).size(), 50);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(board.size(), 50);
}

}  // namespace
