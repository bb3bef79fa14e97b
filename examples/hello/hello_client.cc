// SPDX-License-Identifier: Apache-2.0
//
// The tutorial's menu: the four kinds of RPC, one of them at each run.
//
//   build/release/bin/hello_client

#include "hello_client.h"

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "hello_bidi_streaming.h"
#include "hello_client_streaming.h"
#include "hello_server_streaming.h"
#include "hello_unary.h"

namespace {

constexpr char kQuestion[] =
    "1. hello - Unary\n"
    "2. parrotHello - Server Side Streaming\n"
    "3. clientHello - Client Side Streaming\n"
    "4. biHello - Bidirectional Streaming\n"
    "Which rpc would you like to make: ";

}  // namespace

absl::Status HelloMenu(hello::Hello::Stub& stub, support::LineReader& input,
                       const HelloTimeouts& timeouts, std::ostream& out) {
  hello::HelloRequest request;
  request.set_greeting("Hello");
  request.set_name("World");

  const std::string choice = input.Next(kQuestion).value_or("");
  if (!input.status().ok()) return input.status();
  if (choice == "1") return HelloUnary(stub, request, timeouts.unary, out);
  if (choice == "2") {
    return HelloServerStreaming(stub, request, timeouts.stream, out);
  }
  // These two wait for a person to enter names: they have no deadline.
  const absl::Duration forever = absl::InfiniteDuration();
  if (choice == "3") return HelloClientStreaming(stub, input, forever, out);
  if (choice == "4") return HelloBidiStreaming(stub, input, forever, out);
  return absl::InvalidArgumentError(
      absl::StrCat("choice '", choice, "': wanted a number from 1 to 4"));
}
