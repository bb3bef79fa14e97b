// SPDX-License-Identifier: Apache-2.0

#include "keepalive.h"

#include <string>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "keepalive_client.h"
#include "support/tcp_proxy.h"

void TellKeepalive(const std::string& target, support::Story& story) {
  story.Step("Three listen: Ada asks now and then, Bob never, Cleo always.");
  // Between the server and two of the clients, a network that can fail.
  const auto network = support::TcpProxy::Start(target);
  if (!network.ok()) {
    story.ExpectStatus("network", "OK", network.status());
    return;
  }
  constexpr absl::Duration kLong = absl::Minutes(1);
  // However often Cleo would ask, gRPC leaves a second between two pings.
  KeepaliveClient cleos(KeepaliveChannel(
      target, /*silence=*/absl::Milliseconds(100), /*patience=*/kLong));
  const auto cleo = cleos.Listen("Cleo", kLong);
  story.ExpectReply("Cleo", "OK \"Hello, Cleo!\"", cleo->Next());
  story.ExpectServer("Cleo listens");
  KeepaliveClient adas(KeepaliveChannel((*network)->address(),
                                        /*silence=*/absl::Milliseconds(300),
                                        /*patience=*/absl::Milliseconds(1500)));
  const auto ada = adas.Listen("Ada", kLong);
  story.ExpectReply("Ada", "OK \"Hello, Ada!\"", ada->Next());
  story.ExpectServer("Ada listens");
  KeepaliveClient bobs(grpc::CreateChannel((*network)->address(),
                                           grpc::InsecureChannelCredentials()));
  const auto bob = bobs.Listen("Bob", kLong);
  story.ExpectReply("Bob", "OK \"Hello, Bob!\"", bob->Next());
  story.ExpectServer("Bob listens");

  story.Step("Ada's and Bob's network goes silent. Bob calls once more.");
  (*network)->Silence();
  story.ExpectReply("Bob", "DEADLINE_EXCEEDED",
                    bobs.Listen("Bob", absl::Milliseconds(300))->Next());

  story.Step("Ada asks, has no answer, and gives the connection up.");
  story.ExpectReply("Ada", "UNAVAILABLE", ada->Next());

  story.Step("Cleo asks every second, and is told to calm down.");
  story.ExpectReply("Cleo", "UNAVAILABLE: parrotHello: Too many pings",
                    cleo->Next());

  story.Step("The server asks too: it does not wait for ever for Ada and Bob.");
  story.ExpectServerInAnyOrder({"Ada is gone", "Bob is gone", "Cleo is gone"});
}
