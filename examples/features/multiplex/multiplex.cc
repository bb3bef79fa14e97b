// SPDX-License-Identifier: Apache-2.0

#include "multiplex.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "multiplex_client.h"

namespace {

using Visits = std::vector<std::unique_ptr<MultiplexVisit>>;

// Begins calls, and waits for none of them.
Visits BeginVisits(MultiplexClient& client, int number) {
  Visits visits;
  for (int i = 1; i <= number; ++i) {
    visits.push_back(client.Visit(absl::StrCat("guest ", i)));
  }
  return visits;
}

// Waits until the server has them.
std::string HowManyAreThere(const Visits& visits) {
  return absl::StrCat(
      std::count_if(visits.begin(), visits.end(),
                    [](const auto& visit) { return visit->Number() > 0; }),
      " calls wait at the server");
}

// Lets one after the other out, each when the one before has its answer.
std::string LetAllOut(MultiplexDoor& door, const Visits& visits) {
  int answers = 0;
  int64_t last = std::numeric_limits<int64_t>::max();
  while (true) {
    const auto name = door.LetOut();
    if (!name.ok()) return name.status().ToString();
    if (*name == "nobody") break;
    const auto found =
        std::find_if(visits.begin(), visits.end(),
                     [&](const auto& visit) { return visit->name() == *name; });
    if (found == visits.end()) return absl::StrCat("a stranger, ", *name);
    const MultiplexVisit& visit = **found;
    if (!visit.Answer().ok()) continue;  // It has given up.
    if (visit.Number() > last) return absl::StrCat(*name, " out of order");
    last = visit.Number();
    ++answers;
  }
  return absl::StrCat(answers, " answers, the last who came first");
}

}  // namespace

void TellMultiplex(const std::string& target, support::Story& story) {
  MultiplexClient client(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));

  story.Step("A stream of one service, a call of the other, one connection.");
  const auto door = client.OpenDoor();
  story.ExpectReply("stream", "OK \"nobody\"", door->LetOut());
  story.ExpectServer("a porter has come");
  story.ExpectReply("call", "OK \"Hello again, Ada!\"",
                    client.GreetAgain("Ada", absl::Minutes(1)));
  story.ExpectReply("stream", "OK \"nobody\"", door->LetOut());
  story.ExpectReply("count", "OK \"2 calls on 1 connection\"",
                    client.CountCalls());

  story.Step("99 calls more at once: all that the connection may carry.");
  Visits visits = BeginVisits(client, 99);
  story.Expect("client", "99 calls wait at the server",
               HowManyAreThere(visits));

  story.Step("Two more wait in the client, where a deadline runs as well.");
  visits.push_back(client.Visit("Zoe"));
  story.ExpectReply("Ada", "DEADLINE_EXCEEDED",
                    client.GreetAgain("Ada", absl::Milliseconds(200)));
  story.Expect("Zoe", "on its way",
               visits.back()->IsOnItsWay() ? "on its way" : "not on its way");

  story.Step("A second connection gets through.");
  MultiplexClient other(ChannelOfItsOwn(target));
  story.ExpectReply("count", "OK \"101 calls on 2 connections\"",
                    other.CountCalls());

  story.Step("A call is cancelled, and Zoe's takes its place.");
  visits.front()->Cancel();
  story.ExpectReply("guest 1", "CANCELLED", visits.front()->Answer());
  story.ExpectServer("\"guest 1\" has given up");
  story.Expect("Zoe", "at the server",
               visits.back()->Number() > 0 ? "at the server" : "not there");

  story.Step("The order of the answers is the server's choice.");
  story.Expect("client", "99 answers, the last who came first",
               LetAllOut(*door, visits));
  story.ExpectStatus("stream", "OK", door->Close());
  story.ExpectServer("a porter has gone");
}
