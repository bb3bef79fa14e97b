// SPDX-License-Identifier: Apache-2.0

#include "termination.h"

#include <string>

#include "absl/time/time.h"
#include "cable.h"
#include "grpcpp/grpcpp.h"
#include "termination_client.h"

void TellTermination(const std::string& target, support::Story& story) {
  TerminationClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));

  story.Step("The server has succeeded, and the client cancels.");
  story.ExpectStatus("client", "CANCELLED", client.CancelAfterTheLastReply());
  story.ExpectServer("parrotHello: OK");

  story.Step("The server succeeds after the client's deadline.");
  story.ExpectReply("client", "DEADLINE_EXCEEDED",
                    client.Hello(absl::Milliseconds(500)));
  story.ExpectServer("hello: OK, nobody waits");

  story.Step("The server has heard enough, and the client still writes.");
  story.ExpectReply("client", "OK \"Hello to 2!\"",
                    client.GreetWithoutEnd("Ada"));
  story.ExpectServer("clientHello: OK");

  story.Step("The server refuses, and the client still writes.");
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: clientHello: name \"\": wanted one that "
                    "is not empty",
                    client.GreetWithoutEnd(""));
  story.ExpectServer("clientHello: INVALID_ARGUMENT");

  story.Step("The server has said all, and the client has not half-closed.");
  story.ExpectReply("client", "OK \"Hello!\"", client.ReadWithoutHalfClose());
  story.ExpectServer("biHello: OK");

  story.Step("The connection is lost.");
  const auto cable = TerminationCable::To(target);
  if (!cable.ok()) {  // UNAVAILABLE as well, but nothing was lost.
    story.ExpectStatus("cable", "OK", cable.status());
    return;
  }
  story.ExpectStatus("client", "UNAVAILABLE", GreetAndCut(**cable));
  story.ExpectServer("clientHello: CANCELLED, nobody waits");
}
