// SPDX-License-Identifier: Apache-2.0

#include "testing.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "reactor_test_peer.h"
#include "scripted_stub.h"
#include "support/exit_status.h"
#include "testing_client.h"
#include "testing_server.h"

namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

// The same two calls, whatever the channel.
void CallByChannel(const std::shared_ptr<grpc::Channel>& channel,
                   support::Story& story) {
  helloworld::Greeter::Stub stub(channel);
  TestingClient client(stub);
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.Greet("Ada", kTimeout));
  story.ExpectServer("SayHello to \"Ada\"");
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: SayHello: name \"\": wanted a name",
                    client.Greet("", kTimeout));
  story.ExpectServer("SayHello to \"\"");
}

void CallByScript(support::Story& story) {
  ScriptedStub recovers({absl::UnavailableError("try again"), "Hello, Ada!"});
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    TestingClient(recovers).Greet("Ada", kTimeout));
  story.Expect("calls", "2", absl::StrCat(recovers.calls()));

  ScriptedStub stays_away({absl::UnavailableError("try again"),
                           absl::UnavailableError("try again")});
  story.ExpectReply("client", "UNAVAILABLE: SayHello: try again",
                    TestingClient(stays_away).Greet("Ada", kTimeout));
  story.Expect("calls", "2", absl::StrCat(stays_away.calls()));

  ScriptedStub refuses({absl::PermissionDeniedError("not you")});
  story.ExpectReply("client", "PERMISSION_DENIED: SayHello: not you",
                    TestingClient(refuses).Greet("Ada", kTimeout));
  story.Expect("calls", "1", absl::StrCat(refuses.calls()));
}

// What a method makes of a request, without a call.
absl::StatusOr<std::string> Invoke(TestingService& service,
                                   const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  helloworld::HelloReply reply;
  grpc::CallbackServerContext context;
  const grpc::testing::DefaultReactorTestPeer peer(&context);
  service.SayHello(&context, &request, &reply);
  if (!peer.test_status_set()) {
    return absl::InternalError("the method has not finished");
  }
  const grpc::Status status = peer.test_status();
  if (status.ok()) return reply.message();
  return support::CallStatus("SayHello", status.error_code(),
                             status.error_message());
}

void CallMethod(support::Journal& journal, support::Story& story) {
  TestingService service(journal);
  story.ExpectReply("method", "OK \"Hello, Ada!\"", Invoke(service, "Ada"));
  story.ExpectServer("SayHello to \"Ada\"");
  story.ExpectReply("method",
                    "INVALID_ARGUMENT: SayHello: name \"\": wanted a name",
                    Invoke(service, ""));
  story.ExpectServer("SayHello to \"\"");
}

}  // namespace

void TellTesting(support::Journal& journal, support::Story& story) {
  story.Step("In process: service, client and gRPC are real, the port is not.");
  const auto server = TestingServer::StartInProcess(journal);
  if (!server.ok()) {
    story.ExpectStatus("server", "OK", server.status());
    return;
  }
  const std::shared_ptr<grpc::Channel> channel = (*server)->InProcessChannel();
  CallByChannel(channel, story);

  story.Step("A stub with a script: failures that no server gives on demand.");
  CallByScript(story);

  story.Step("A method called as a function: no channel, no client, no call.");
  CallMethod(journal, story);

  story.Step("A script misleads: it says what we believe, right or wrong.");
  ScriptedStub believes({"Hello, !"});
  story.ExpectReply("scripted", "OK \"Hello, !\"",
                    TestingClient(believes).Greet("", kTimeout));
  helloworld::Greeter::Stub stub(channel);
  story.ExpectReply("real", "INVALID_ARGUMENT",
                    TestingClient(stub).Greet("", kTimeout));
  story.ExpectServer("SayHello to \"\"");
}

void CallTesting(const std::string& target, support::Story& story) {
  story.Step("The same client over the network, as its users have it.");
  CallByChannel(grpc::CreateChannel(target, grpc::InsecureChannelCredentials()),
                story);
}
