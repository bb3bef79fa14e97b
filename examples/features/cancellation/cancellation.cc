// SPDX-License-Identifier: Apache-2.0

#include "cancellation.h"

#include <string>

#include "cancellation_client.h"
#include "grpcpp/grpcpp.h"

void TellCancellation(const std::string& target, support::Story& story) {
  CancellationClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));

  story.Step("Unary: the server is told by OnCancel.");
  story.ExpectStatus("client", "CANCELLED", client.CancelHello());
  story.ExpectServer("hello: OnCancel");

  story.Step("Server streaming: the next write fails.");
  story.ExpectStatus("client", "CANCELLED", client.CancelParrotHello());
  story.ExpectServer("parrotHello: a write failed");

  story.Step("Client streaming: a read fails, and IsCancelled says why.");
  story.ExpectStatus("client", "CANCELLED", client.CancelClientHello());
  story.ExpectServer("clientHello: no more requests, cancelled");

  story.Step("Half-close: the same read fails, and the server answers.");
  story.ExpectReply("client", "OK \"Hello to all 2!\"",
                    client.HalfCloseClientHello());
  story.ExpectServer("clientHello: no more requests, answers");

  story.Step("Both directions: OnCancel, and a read that fails.");
  story.ExpectStatus("client", "CANCELLED", client.CancelBiHello());
  story.ExpectServerInAnyOrder(
      {"biHello: OnCancel", "biHello: no more requests, cancelled"});

  story.Step("Too late: a call that is over stays what it was.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.CancelBiHelloTooLate());
  story.ExpectServer("biHello: no more requests, half-closed");
}
