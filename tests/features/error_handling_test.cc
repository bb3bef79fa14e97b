// SPDX-License-Identifier: Apache-2.0

#include "error_handling.h"

#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "error_handling_client.h"
#include "error_handling_server.h"
#include "gmock/gmock.h"
#include "hello.grpc.pb.h"
#include "inn_board.h"
#include "inn_desk.h"
#include "remedy.h"
#include "support/feature.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"
#include "tests/hasty_hello.h"

namespace {

using testing::HasSubstr;

using Setup = FeatureSetup<ErrorHandlingServer, TellErrorHandling>;

INSTANTIATE_TYPED_TEST_SUITE_P(ErrorHandling, FeatureContract, Setup);

class ErrorHandling : public harness::FeatureTest<ErrorHandlingServer> {
 protected:
  ErrorHandlingClient inn_{channel_};
};

TEST_F(ErrorHandling, OkComesWithAReply) {
  EXPECT_EQ(inn_.Ask("Ada", "page 1").value_or(""), "Be welcome.");
  EXPECT_EQ(inn_.Ask("Ada", "page 2").value_or(""), "Breakfast is at seven.");
  EXPECT_EQ(inn_.Ask("Ada", "chapter breakfast").value_or(""),
            "Breakfast is at seven.");
  EXPECT_EQ(inn_.CarryBags("2").value_or(""), "The bags are in room 2.");
}

TEST_F(ErrorHandling, AnEmptyOrLongNameIsAnInvalidArgument) {
  EXPECT_EQ(
      inn_.Ask("", "stay").status(),
      absl::InvalidArgumentError("hello: name \"\": wanted 1 to 100 bytes"));
  EXPECT_EQ(Said(), "desk: INVALID_ARGUMENT");
  EXPECT_THAT(inn_.Ask(std::string(InnDesk::kMostBytes, 'a'), "stay"),
              harness::HasCode(absl::StatusCode::kOk));
  EXPECT_THAT(inn_.Ask(std::string(InnDesk::kMostBytes + 1, 'a'), "stay"),
              harness::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(ErrorHandling, AWishThatNobodyKnowsIsAnInvalidArgument) {
  for (const std::string wish : {"", "dance", "stays"}) {
    EXPECT_EQ(inn_.Ask("Ada", wish).status(),
              absl::InvalidArgumentError(absl::StrCat(
                  "hello: greeting \"", wish,
                  "\": wanted stay, pay, leave, page, chapter, board, write "
                  "or close")));
  }
}

TEST_F(ErrorHandling, APageThatNoBookHasIsAnInvalidArgument) {
  for (const std::string page :
       {"", "0", "-1", "one", "99999999999999999999"}) {
    EXPECT_EQ(inn_.Ask("Ada", absl::StrCat("page ", page)).status(),
              absl::InvalidArgumentError(absl::StrCat(
                  "hello: page \"", page, "\": wanted a number from 1")));
  }
}

TEST_F(ErrorHandling, APageThatThisBookHasNotIsOutOfRange) {
  EXPECT_EQ(inn_.Ask("Ada", "page 4").status(),
            absl::OutOfRangeError("hello: page 4: wanted 1 to 3"));
}

TEST_F(ErrorHandling, APageThatWasChangedIsDataLoss) {
  EXPECT_EQ(inn_.Ask("Ada", "page 3").status(),
            absl::DataLossError("hello: page 3: is not as it was written"));
}

TEST_F(ErrorHandling, AMistakeOfTheInnsOwnIsInternal) {
  EXPECT_EQ(inn_.Ask("Ada", "chapter prices").status(),
            absl::InternalError("hello: chapter \"prices\": the inn's list of "
                                "chapters is wrong"));
}

TEST_F(ErrorHandling, AChapterThatIsNotInTheBookIsNotFound) {
  EXPECT_EQ(inn_.Ask("Ada", "chapter ghosts").status(),
            absl::NotFoundError(
                "hello: chapter \"ghosts\": wanted one that is in the book"));
}

TEST_F(ErrorHandling, AGuestWhoIsNotHereIsNotFound) {
  for (const std::string wish : {"pay", "leave"}) {
    EXPECT_EQ(
        inn_.Ask("Bo", wish).status(),
        absl::NotFoundError("hello: name \"Bo\": wanted one who has a room"));
  }
}

TEST_F(ErrorHandling, AGuestWhoIsHereAlreadyExists) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
  EXPECT_EQ(inn_.Ask("Ada", "stay").status(),
            absl::AlreadyExistsError(
                "hello: name \"Ada\": wanted one who has no room yet"));
}

TEST_F(ErrorHandling, AFullHouseIsAnExhaustedResource) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
  EXPECT_TRUE(inn_.Ask("Bo", "stay").ok());
  EXPECT_EQ(inn_.Ask("Cy", "stay").status(),
            absl::ResourceExhaustedError("hello: all 2 rooms are taken"));
  // What the code tells a client to do, works.
  EXPECT_TRUE(inn_.Ask("Bo", "pay").ok());
  EXPECT_TRUE(inn_.Ask("Bo", "leave").ok());
  EXPECT_TRUE(inn_.Ask("Cy", "stay").ok());
}

TEST_F(ErrorHandling, AGuestWhoHasNotPaidFailsAPrecondition) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
  EXPECT_EQ(inn_.Ask("Ada", "leave").status(),
            absl::FailedPreconditionError(
                "hello: name \"Ada\": wanted one who has paid"));
  EXPECT_TRUE(inn_.Ask("Ada", "pay").ok());
  EXPECT_TRUE(inn_.Ask("Ada", "pay").ok());
  EXPECT_TRUE(inn_.Ask("Ada", "leave").ok());
  EXPECT_THAT(inn_.Ask("Ada", "leave"),
              harness::HasCode(absl::StatusCode::kNotFound));
}

TEST_F(ErrorHandling, ASecondWriterOfTheSameVersionIsAborted) {
  EXPECT_EQ(inn_.Ask("Ada", "board").value_or(""), "1 Soup");
  EXPECT_TRUE(inn_.Ask("Ada", "write 1 Fish and stew").ok());
  EXPECT_EQ(inn_.Ask("Bo", "write 1 Stew").status(),
            absl::AbortedError("hello: version 1: wanted 2, for somebody else "
                               "has written"));
  EXPECT_EQ(inn_.Ask("Bo", "board").value_or(""), "2 Fish and stew");
  EXPECT_TRUE(inn_.Ask("Bo", "write 2 Stew").ok());
  EXPECT_EQ(inn_.Ask("Bo", "board").value_or(""), "3 Stew");
}

TEST_F(ErrorHandling, AWriteThatCanNeverWorkIsAnInvalidArgument) {
  EXPECT_EQ(inn_.Ask("Ada", "write Soup").status(),
            absl::InvalidArgumentError("hello: version \"Soup\": wanted the "
                                       "number that was read"));
  const std::string longest(InnBoard::kMostBytes, 'a');
  EXPECT_TRUE(inn_.Ask("Ada", absl::StrCat("write 1 ", longest)).ok());
  const auto too_long = inn_.Ask("Ada", absl::StrCat("write 2 a", longest));
  EXPECT_THAT(too_long, harness::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(too_long.status().message()),
              HasSubstr("wanted at most 100 bytes"));
}

TEST_F(ErrorHandling, WithoutAKeyOfThisInnNobodyIsKnown) {
  for (const std::string key : {"", "of another inn"}) {
    EXPECT_EQ(inn_.Ask("Ada", "close", key).status(),
              absl::UnauthenticatedError(
                  "hello: metadata inn-key: wanted a key of this inn"));
  }
}

TEST_F(ErrorHandling, TheKeyOfARoomDoesNotCloseTheHouse) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
  EXPECT_EQ(inn_.Ask("Ada", "close", InnDesk::kRoomKey).status(),
            absl::PermissionDeniedError(
                "hello: metadata inn-key: wanted the key of the house"));
  EXPECT_THAT(inn_.Ask("Ada", "stay"),
              harness::HasCode(absl::StatusCode::kAlreadyExists));
}

TEST_F(ErrorHandling, TheKeyOfTheHouseSendsAllHome) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
  EXPECT_TRUE(inn_.Ask("Cy", "close", InnDesk::kHouseKey).ok());
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());
}

TEST_F(ErrorHandling, ACallThatTakesTooLongExceedsItsDeadline) {
  EXPECT_THAT(inn_.WaitForPost(absl::Milliseconds(1)),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(ErrorHandling, ACallThatTheClientEndsIsCancelled) {
  EXPECT_THAT(inn_.WaitForPostAndCancel(),
              harness::HasCode(absl::StatusCode::kCancelled));
}

TEST_F(ErrorHandling, AnExceptionIsUnknownAndItsTextStaysOnTheServer) {
  const auto thrown = inn_.CarryBags("the attic");
  EXPECT_THAT(thrown, harness::HasCode(absl::StatusCode::kUnknown));
  EXPECT_FALSE(absl::StrContains(thrown.status().message(), "stoi"));
}

TEST_F(ErrorHandling, AMethodWithoutCodeIsUnimplemented) {
  EXPECT_THAT(inn_.CarryBagsAgain("1"),
              harness::HasCode(absl::StatusCode::kUnimplemented));
}

TEST_F(ErrorHandling, ARequestThatGrpcDoesNotTakeIsAnExhaustedResource) {
  EXPECT_THAT(inn_.Ask(std::string(5 << 20, 'a'), "stay"),
              harness::HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());  // The connection lives on.
}

TEST_F(ErrorHandling, WhereNobodyListensTheServiceIsUnavailable) {
  ErrorHandlingClient nobody(harness::ChannelTo(harness::DeadAddress()));
  for (const absl::Status& status :
       {nobody.Ask("Ada", "stay").status(),
        nobody.WaitForPost(harness::kForever), nobody.WaitForPostAndCancel(),
        nobody.CarryBags("1").status(), nobody.CarryBagsAgain("1").status()}) {
    EXPECT_THAT(status, harness::HasCode(absl::StatusCode::kUnavailable));
  }
}

// A call of parrotHello, which goes on if the inn has answered.
class Waiting {
 public:
  explicit Waiting(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(hello::Hello::NewStub(channel)),
        call_(stub_->parrotHello(&context_, hello::HelloRequest())) {
    waits_ = call_->Read(&reply_);
  }

  bool waits() const { return waits_; }

  void Cancel() { context_.TryCancel(); }

  // How the call has ended. Call it once.
  grpc::Status End() {
    while (waits_ && call_->Read(&reply_)) {
    }
    return call_->Finish();
  }

 private:
  harness::Context context_;
  const std::unique_ptr<hello::Hello::Stub> stub_;
  const std::unique_ptr<grpc::ClientReader<hello::HelloReply>> call_;
  hello::HelloReply reply_;
  bool waits_;
};

TEST_F(ErrorHandling, ThoseWhoWaitAreCountedAndTheirPlacesGivenBack) {
  std::vector<std::unique_ptr<Waiting>> most;
  for (int i = 0; i < InnDesk::kMostWaiting; ++i) {
    most.push_back(std::make_unique<Waiting>(channel_));
    ASSERT_TRUE(most.back()->waits());
  }
  EXPECT_EQ(inn_.WaitForPost(harness::kForever),
            absl::ResourceExhaustedError(
                "parrotHello: wanted no more than 100 open calls"));
  EXPECT_EQ(Said(), "desk: RESOURCE_EXHAUSTED");
  most.back()->Cancel();
  EXPECT_THAT(most.back()->End(),
              harness::HasCode(absl::StatusCode::kCancelled));
  most.pop_back();
  // The server hears of it some time after the client. Refused calls end at
  // once, so this asks again until a place is free.
  const absl::Time end = absl::Now() + harness::kForever;
  while (true) {
    ASSERT_LT(absl::Now(), end);
    Waiting next(channel_);
    if (next.waits()) {
      next.Cancel();
      next.End();
      break;
    }
    ASSERT_THAT(next.End(),
                harness::HasCode(absl::StatusCode::kResourceExhausted));
  }
  for (const auto& waiting : most) {
    waiting->Cancel();
    waiting->End();
  }
}

TEST_F(ErrorHandling, ThoseWhoWaitAreCancelledWithTheServer) {
  Waiting waiting(channel_);
  ASSERT_TRUE(waiting.waits());
  server_.reset();
  EXPECT_FALSE(waiting.End().ok());
}

TEST_F(ErrorHandling, TheStoryLeavesTheInnAsItFoundIt) {
  EXPECT_TRUE(inn_.Ask("Ada", "stay").ok());  // Left by one that broke off.
  EXPECT_TRUE(inn_.Ask("Cy", "stay").ok());
  for (int run = 0; run < 2; ++run) {
    const harness::Told told =
        harness::StoryAt(server_->address(), TellErrorHandling);
    EXPECT_EQ(told.outcome, absl::OkStatus()) << told.text;
  }
  EXPECT_TRUE(inn_.Ask("Dot", "stay").ok());
  EXPECT_TRUE(inn_.Ask("Eve", "stay").ok());
}

// A server that knows a code of which our gRPC has never heard. It must be one
// below 32: the compiler may take any other for impossible.
class FromTheFuture final : public hello::Hello::CallbackService {
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* /*request*/,
                                  hello::HelloReply* /*reply*/) override {
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status(static_cast<grpc::StatusCode>(20), "new"));
    return reactor;
  }
};

TEST(ErrorHandlingClient, TakesACodeThatNobodyKnowsForUnknown) {
  FromTheFuture service;
  const harness::FakeServer server(service);
  ErrorHandlingClient inn(harness::ChannelTo(server.address()));
  EXPECT_THAT(inn.Ask("Ada", "stay"),
              harness::HasCode(absl::StatusCode::kUnknown));
}

TEST(Remedy, IsThereForEachOfTheSeventeenCodes) {
  std::vector<std::string> table;
  std::set<std::string> codes;
  for (int number = 0; number <= 16; ++number) {
    const auto code = static_cast<absl::StatusCode>(number);
    codes.insert(absl::StatusCodeToString(code));
    table.push_back(absl::StrCat(absl::StatusCodeToString(code), ": ",
                                 InWords(RemedyFor(code))));
  }
  EXPECT_EQ(codes.size(), 17);
  EXPECT_THAT(
      table,
      testing::ElementsAre(
          "OK: use the reply", "CANCELLED: do nothing", "UNKNOWN: report it",
          "INVALID_ARGUMENT: correct the request",
          "DEADLINE_EXCEEDED: find out whether it was done",
          "NOT_FOUND: take it as an answer",
          "ALREADY_EXISTS: take it as an answer", "PERMISSION_DENIED: give up",
          "RESOURCE_EXHAUSTED: call again later, or ask for less",
          "FAILED_PRECONDITION: do what is missing first",
          "ABORTED: start over", "OUT_OF_RANGE: take it as an answer",
          "UNIMPLEMENTED: give up", "INTERNAL: report it",
          "UNAVAILABLE: call again later", "DATA_LOSS: report it",
          "UNAUTHENTICATED: sign in"));
}

TEST(Remedy, OfACodeThatNobodyKnowsIsThatOfUnknown) {
  EXPECT_EQ(RemedyFor(static_cast<absl::StatusCode>(77)),
            RemedyFor(absl::StatusCode::kUnknown));
}

TEST(ErrorHandlingStory, MakesAllSeventeenCodesHappen) {
  std::ostringstream out;
  EXPECT_EQ(support::TellStory(out, support::WithServer<ErrorHandlingServer>(
                                        TellErrorHandling)),
            absl::OkStatus());
  for (int number = 0; number <= 16; ++number) {
    const auto code = static_cast<absl::StatusCode>(number);
    EXPECT_THAT(out.str(),
                HasSubstr(absl::StrCat(
                    "client: ", absl::StatusCodeToString(code), ", so ",
                    InWords(RemedyFor(code)), " (as wanted)")));
  }
}

TEST(ErrorHandlingStory, NoticesAServerThatDoesOtherwise) {
  harness::HastyHello hasty;
  const harness::Told told = harness::StoryWith(hasty, TellErrorHandling);
  EXPECT_EQ(told.outcome,
            absl::FailedPreconditionError(
                "step 2, client: OK, so use the reply (wanted ALREADY_EXISTS, "
                "so take it as an answer); and 13 more"))
      << told.text;
}

}  // namespace
