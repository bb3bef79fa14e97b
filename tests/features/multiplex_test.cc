// SPDX-License-Identifier: Apache-2.0

#include "multiplex.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel_posix.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"
#include "multiplex_census.h"
#include "multiplex_client.h"
#include "multiplex_server.h"
#include "support/story.h"
#include "tests/feature_contract.h"
#include "tests/feature_harness.h"
#include "tests/harness.h"

namespace {

using Visits = std::vector<std::unique_ptr<MultiplexVisit>>;

using Setup = FeatureSetup<MultiplexServer, TellMultiplex>;

INSTANTIATE_TYPED_TEST_SUITE_P(Multiplex, FeatureContract, Setup);

class Multiplex : public harness::FeatureTest<MultiplexServer> {
 protected:
  // Begins `number` calls, and waits until the server has them.
  static Visits Begin(MultiplexClient& client, int number) {
    Visits visits;
    for (int i = 1; i <= number; ++i) {
      visits.push_back(client.Visit(absl::StrCat("guest ", i)));
    }
    for (const auto& visit : visits) EXPECT_GT(visit->Number(), 0);
    return visits;
  }

  MultiplexClient client_{channel_};
  MultiplexClient other_{harness::ChannelTo(server_->address())};
};

TEST_F(Multiplex, BothStubsOfAChannelUseOneConnection) {
  EXPECT_EQ(client_.CountCalls().value_or(""), "1 call on 1 connection");
  const auto visit = client_.Visit("Ada");
  EXPECT_EQ(visit->Number(), 1);
  EXPECT_EQ(client_.CountCalls().value_or(""), "2 calls on 1 connection");
  EXPECT_EQ(other_.CountCalls().value_or(""), "2 calls on 2 connections");
}

TEST_F(Multiplex, TheLastWhoCameIsAnsweredFirst) {
  const auto ada = client_.Visit("Ada");
  EXPECT_EQ(ada->Number(), 1);
  const auto bob = client_.Visit("Bob");
  EXPECT_EQ(bob->Number(), 2);
  const auto door = client_.OpenDoor();
  EXPECT_EQ(door->LetOut().value_or(""), "Bob");
  EXPECT_EQ(bob->Answer().value_or(""), "Hello, Bob!");
  EXPECT_EQ(door->LetOut().value_or(""), "Ada");
  EXPECT_EQ(ada->Answer().value_or(""), "Hello, Ada!");
  EXPECT_EQ(door->LetOut().value_or(""), "nobody");
  EXPECT_EQ(client_.CountCalls().value_or(""), "2 calls on 1 connection");
}

TEST_F(Multiplex, ACallThatIsAnsweredAtOnceWaitsForNoOther) {
  const auto visit = client_.Visit("Ada");
  EXPECT_EQ(visit->Number(), 1);
  const auto door = client_.OpenDoor();
  EXPECT_EQ(client_.GreetAgain("Bob", harness::kForever).value_or(""),
            "Hello again, Bob!");
  EXPECT_EQ(door->LetOut().value_or(""), "Ada");
}

TEST_F(Multiplex, AGuestMayBeLetOutAsItComes) {
  std::thread porter([this] {
    const auto door = other_.OpenDoor();
    while (door->LetOut().ok()) {
    }
  });
  for (int round = 0; round < 20; ++round) {
    for (const auto& visit : Begin(client_, 20)) {
      EXPECT_EQ(visit->Answer().value_or(""),
                absl::StrCat("Hello, ", visit->name(), "!"));
    }
  }
  server_.reset();
  porter.join();
}

TEST_F(Multiplex, AGuestThatCancelsLeavesTheRoom) {
  const auto visit = client_.Visit("Ada");
  EXPECT_EQ(visit->Number(), 1);
  visit->Cancel();
  EXPECT_THAT(visit->Answer(), harness::HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(Said(), "\"Ada\" has given up");
  EXPECT_EQ(client_.OpenDoor()->LetOut().value_or(""), "nobody");
}

TEST_F(Multiplex, AGuestWhoseConnectionIsLostLeavesTheRoom) {
  const auto server =
      harness::MustStart(MultiplexServer::Start("127.0.0.1:0", journal_));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  uint32_t port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(
      server->address().substr(server->address().rfind(':') + 1), &port));
  address.sin_port = htons(static_cast<uint16_t>(port));
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  // The channel closes the descriptor.
  MultiplexClient client(
      grpc::CreateInsecureChannelFromFd(server->address(), descriptor));
  const auto visit = client.Visit("Ada");
  EXPECT_EQ(visit->Number(), 1);
  shutdown(descriptor, SHUT_RDWR);
  EXPECT_EQ(Said(), "\"Ada\" has given up");
  EXPECT_THAT(visit->Answer(),
              harness::HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(Multiplex, WhatAConnectionDoesNotTakeWaitsInTheClient) {
  const Visits visits = Begin(client_, 100);
  const auto waiting = client_.Visit("Zoe");
  EXPECT_THAT(client_.GreetAgain("Ada", absl::Milliseconds(100)),
              harness::HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_TRUE(waiting->IsOnItsWay());
  EXPECT_EQ(other_.CountCalls().value_or(""), "101 calls on 2 connections");

  visits.front()->Cancel();
  EXPECT_EQ(waiting->Number(), 101);
}

TEST_F(Multiplex, WhatTheServerDoesNotTakeIsRefused) {
  const Visits visits = Begin(client_, 100);
  const Visits others = Begin(other_, 100);
  MultiplexClient third(harness::ChannelTo(server_->address()));
  const auto full = [](const std::string& method) {
    return absl::ResourceExhaustedError(
        absl::StrCat(method, ": wanted no more than 200 open calls"));
  };
  EXPECT_EQ(third.Visit("Zoe")->Answer().status(), full("SayHello"));
  EXPECT_EQ(third.CountCalls().status(), full("hello"));
  EXPECT_EQ(third.OpenDoor()->LetOut().status(), full("biHello"));
  EXPECT_EQ(third.GreetAgain("Zoe", harness::kForever).value_or(""),
            "Hello again, Zoe!");

  visits.front()->Cancel();
  EXPECT_EQ(Said(), "\"guest 1\" has given up");
  EXPECT_EQ(third.CountCalls().value_or(""), "200 calls on 3 connections");
}

TEST_F(Multiplex, NamesThatCannotWaitAreRefused) {
  EXPECT_EQ(
      client_.Visit("")->Answer().status(),
      absl::InvalidArgumentError("SayHello: name \"\": wanted 1 to 100 bytes"));
  const auto visit = client_.Visit(std::string(101, 'a'));
  EXPECT_EQ(visit->Number(), 0);
  EXPECT_THAT(std::string(visit->Answer().status().message()),
              testing::EndsWith("(101 bytes): wanted 1 to 100 bytes"));
}

TEST_F(Multiplex, OpenCallsEndWithTheServer) {
  const auto door = client_.OpenDoor();
  EXPECT_EQ(door->LetOut().value_or(""), "nobody");
  const Visits visits = Begin(client_, 10);
  server_.reset();
  for (const auto& visit : visits) EXPECT_FALSE(visit->Answer().ok());
  EXPECT_FALSE(door->LetOut().ok());
  EXPECT_FALSE(door->LetOut().ok());
  EXPECT_FALSE(door->Close().ok());
}

TEST_F(Multiplex, TheServerWaitsForCallsThatEndInTime) {
  const auto door = client_.OpenDoor();
  EXPECT_EQ(door->LetOut().value_or(""), "nobody");
  const auto visit = client_.Visit("Ada");
  EXPECT_EQ(visit->Number(), 1);
  std::thread end([this] { server_->Shutdown(harness::kForever); });
  EXPECT_EQ(door->LetOut().value_or(""), "Ada");
  EXPECT_EQ(visit->Answer().value_or(""), "Hello, Ada!");
  EXPECT_EQ(door->Close(), absl::OkStatus());
  end.join();
}

TEST_F(Multiplex, APorterWhoseClientTakesNoRepliesAndGoesIsLetGo) {
  // It takes 64 KiB ahead of a Read, and no more as it goes on.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  hello::Hello::Stub stub(grpc::CreateCustomChannel(
      server_->address(), grpc::InsecureChannelCredentials(), arguments));
  harness::Context context;
  const auto stream = stub.biHello(&context);
  EXPECT_EQ(Said(), "a porter has come");
  // Twice as much as is buffered on the way back.
  for (int i = 0; i < 12000; ++i) {
    EXPECT_TRUE(stream->Write({}));
  }
  context.TryCancel();
  EXPECT_EQ(Said(), "a porter has gone");
  EXPECT_THAT(stream->Finish(), harness::HasCode(absl::StatusCode::kCancelled));
}

// Has a door that lets out those whom it is told to, and answers at once those
// who should wait. It says that a guest's number is what follows "guest ".
class Hasty final : public hello::Hello::CallbackService {
 public:
  explicit Hasty(std::vector<std::string> names) : names_(std::move(names)) {}

  class Greeter final : public helloworld::Greeter::CallbackService {
    grpc::ServerUnaryReactor* SayHello(
        grpc::CallbackServerContext* context,
        const helloworld::HelloRequest* request,
        helloworld::HelloReply* /*reply*/) override {
      context->AddInitialMetadata("number", request->name().substr(6));
      auto* const reactor = context->DefaultReactor();
      reactor->Finish(grpc::Status::OK);
      return reactor;
    }
  };

  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* /*context*/) override {
    class Porter final : public grpc::ServerBidiReactor<hello::HelloRequest,
                                                        hello::HelloReply> {
     public:
      explicit Porter(std::vector<std::string> names)
          : names_(std::move(names)) {
        StartRead(&request_);
      }
      void OnReadDone(bool ok) override {
        if (!ok || next_ == names_.size()) {
          Finish(grpc::Status::OK);
          return;
        }
        reply_.set_message(names_[next_++]);
        StartWrite(&reply_);
      }
      void OnWriteDone(bool /*ok*/) override { StartRead(&request_); }
      void OnDone() override { delete this; }

     private:
      const std::vector<std::string> names_;
      size_t next_ = 0;
      hello::HelloRequest request_;
      hello::HelloReply reply_;
    };
    return new Porter(names_);
  }

 private:
  const std::vector<std::string> names_;
};

std::string StoryOf(std::vector<std::string> names) {
  Hasty hasty(std::move(names));
  Hasty::Greeter greeter;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&hasty);
  builder.RegisterService(&greeter);
  const auto server = builder.BuildAndStart();
  const harness::Told told =
      harness::StoryAt(absl::StrCat("127.0.0.1:", port), TellMultiplex);
  EXPECT_THAT(told.outcome,
              harness::HasCode(absl::StatusCode::kFailedPrecondition));
  return told.text;
}

TEST(MultiplexStory, NoticesACallThatNeedNotWait) {
  const std::string story = StoryOf({"nobody", "nobody", "nobody"});
  EXPECT_THAT(story, testing::HasSubstr("guest 1: OK \"\" (wanted CANCELLED)"));
  EXPECT_THAT(story, testing::HasSubstr("client: 0 answers"));
}

TEST(MultiplexStory, NoticesAnotherOrder) {
  EXPECT_THAT(StoryOf({"nobody", "nobody", "guest 1", "guest 2"}),
              testing::HasSubstr("client: guest 2 out of order"));
}

TEST(MultiplexStory, NoticesAStranger) {
  EXPECT_THAT(StoryOf({"nobody", "nobody", "Mallory"}),
              testing::HasSubstr("client: a stranger, Mallory"));
}

TEST(MultiplexStory, NoticesADoorThatIsClosedTooEarly) {
  EXPECT_THAT(StoryOf({"nobody"}),
              testing::HasSubstr("stream: ABORTED: biHello: the server has "
                                 "ended the call"));
}

}  // namespace
