// SPDX-License-Identifier: Apache-2.0

#include "deadline.h"

#include <string>

#include "absl/time/time.h"
#include "deadline_client.h"
#include "grpcpp/grpcpp.h"

void TellDeadline(const std::string& target, support::Story& story) {
  DeadlineClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));

  story.Step("No deadline: the call takes as long as the server does.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.SayHelloWithoutDeadline("Ada"));
  story.ExpectServer("desk: no deadline");
  story.ExpectServer("workshop: no deadline");
  story.ExpectServer("workshop: carved 3 letters");
  story.ExpectServer("desk: answers");

  story.Step("A minute is enough, and both servers see how much is left.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.SayHello("Ada", absl::Minutes(1)));
  story.ExpectServer("desk: about 1m left");
  story.ExpectServer("workshop: about 1m left");
  story.ExpectServer("workshop: carved 3 letters");
  story.ExpectServer("desk: answers");

  story.Step("Half a second is too little: all three stop when it is over.");
  const std::string work_of_minutes(10000, 'a');
  story.ExpectReply("client", "DEADLINE_EXCEEDED",
                    client.SayHello(work_of_minutes, absl::Milliseconds(500)));
  story.ExpectServer("desk: less than 10s left");
  story.ExpectServer("workshop: less than 10s left");
  story.ExpectServerInAnyOrder(
      {"workshop: stopped before the last letter", "desk: has no answer"});

  story.Step("A desk that does not pass the deadline on: wasted work.");
  const std::string work_of_a_second(50, 'a');
  story.ExpectReply(
      "client", "DEADLINE_EXCEEDED",
      client.SayHelloAgain(work_of_a_second, absl::Milliseconds(500)));
  story.ExpectServer("desk: less than 10s left");
  story.ExpectServer("workshop: about 1m left");
  story.ExpectServer("workshop: carved 50 letters");
  story.ExpectServer("desk: nobody waits any more");
}
