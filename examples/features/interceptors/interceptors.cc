// SPDX-License-Identifier: Apache-2.0

#include "interceptors.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "interceptors_client.h"
#include "support/journal.h"

namespace {

// The next lines of the client's own log. All are there when the call is over.
void ExpectLog(support::Story& story, support::Journal& log,
               const std::vector<std::string>& wanted) {
  for (const std::string& line : wanted) {
    story.Expect("client", line,
                 log.Next(absl::ZeroDuration()).value_or("nothing"));
  }
}

void ExpectServer(support::Story& story,
                  const std::vector<std::string>& wanted) {
  for (const std::string& line : wanted) story.ExpectServer(line);
}

}  // namespace

void TellInterceptors(const std::string& target, support::Story& story) {
  support::Journal log;  // Outlives the channel, which writes to it.
  InterceptorsClient client(ChannelWithInterceptors(target, log));

  story.Step("A call goes out from the first to the last, and comes back.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"", client.SayHello("Ada"));
  ExpectLog(story, log,
            {"first: /helloworld.Greeter/SayHello goes out",
             "last: /helloworld.Greeter/SayHello goes out",
             "last: /helloworld.Greeter/SayHello is back: OK",
             "first: /helloworld.Greeter/SayHello is back: OK"});
  ExpectServer(story, {"last: \"/helloworld.Greeter/SayHello\" from \"story\"",
                       "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
                       "method: greets \"Ada\"", "first: OK goes out",
                       "stats: calls 1, failed 0", "last: OK goes out"});

  story.Step("The same again, by the callback API: the cache answers.");
  story.ExpectReply("client", "OK \"Hello, Ada!\"",
                    client.SayHelloByCallback("Ada"));
  ExpectLog(story, log,
            {"first: /helloworld.Greeter/SayHello goes out",
             "first: /helloworld.Greeter/SayHello is back: OK"});

  story.Step("An interceptor that would refuse Mallory comes too late.");
  story.ExpectReply("client", "PERMISSION_DENIED",
                    client.SayHelloByCallback("Mallory"));
  ExpectLog(story, log,
            {"first: /helloworld.Greeter/SayHello goes out",
             "last: /helloworld.Greeter/SayHello goes out",
             "last: /helloworld.Greeter/SayHello is back: PERMISSION_DENIED",
             "first: /helloworld.Greeter/SayHello is back: PERMISSION_DENIED"});
  ExpectServer(
      story, {"last: \"/helloworld.Greeter/SayHello\" from \"story\"",
              "first: \"/helloworld.Greeter/SayHello\" from \"story\"",
              "method: greets \"Mallory\"", "first: OK goes out",
              "stats: calls 2, failed 1", "last: PERMISSION_DENIED goes out"});
}
