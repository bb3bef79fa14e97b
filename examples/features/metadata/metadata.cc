// SPDX-License-Identifier: Apache-2.0

#include "metadata.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/grpcpp.h"
#include "metadata_client.h"
#include "metadata_entries.h"
#include "support/quote.h"

namespace {

constexpr char kGreeting[] = "OK \"Hello, Ada!\"";

std::string Show(const MetadataEntries& entries) {
  return absl::StrJoin(
      entries, ", ",
      [](std::string* out, const std::pair<std::string, std::string>& entry) {
        absl::StrAppend(out, entry.first, " ", support::Quote(entry.second));
      });
}

// Bytes of every value. The first of them is 0.
std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

void TellTokens(const std::shared_ptr<grpc::Channel>& channel,
                support::Story& story) {
  story.Step("A token: the server knows who calls.");
  MetadataClient ada(channel, "token-of-ada");
  story.ExpectReply("client", kGreeting, ada.Hello({}).reply);
  story.ExpectServer("keys: authorization, user-agent");
  story.ExpectServer("greets Ada");

  story.Step("No token: refused, and the status brings metadata as well.");
  MetadataClient nobody(channel, "");
  const MetadataAnswer refusal = nobody.Hello({});
  story.ExpectReply("client", "UNAUTHENTICATED", refusal.reply);
  story.Expect("trailing metadata", "www-authenticate \"Bearer\"",
               Show(refusal.trailing));
  story.ExpectServer("keys: user-agent");
  story.ExpectServer(
      "refuses: metadata key authorization: 0 values: wanted one");
}

void TellPlaces(MetadataClient& ada, support::Story& story) {
  story.Step("The server answers before the reply, and with the status.");
  const MetadataAnswer unary = ada.Hello({{"request-id", "7"}});
  story.Expect("initial metadata", "request-id \"7\"", Show(unary.initial));
  story.ExpectReply("client", kGreeting, unary.reply);
  story.Expect("trailing metadata", "letters \"11\"", Show(unary.trailing));
  story.ExpectServer("keys: authorization, request-id, user-agent");
  story.ExpectServer("greets Ada");

  story.Step("A stream: initial metadata comes before any message is sent.");
  const MetadataAnswer stream = ada.BiHello({{"request-id", "8"}});
  story.Expect("initial metadata", "request-id \"8\"", Show(stream.initial));
  story.ExpectReply("client", kGreeting, stream.reply);
  story.Expect("trailing metadata", "replies \"1\"", Show(stream.trailing));
  story.ExpectServer("keys: authorization, request-id, user-agent");
  story.ExpectServer("greets Ada");
}

void TellValues(MetadataClient& ada, support::Story& story) {
  story.Step("One key, three values: they stay in their order.");
  const MetadataAnswer tags =
      ada.Hello({{"tag", "red"}, {"tag", "blue"}, {"tag", "red"}});
  story.Expect("trailing metadata",
               "letters \"11\", tag \"red\", tag \"blue\", tag \"red\"",
               Show(tags.trailing));
  story.ExpectServer("keys: authorization, tag, tag, tag, user-agent");
  story.ExpectServer("greets Ada");

  story.Step("A key that ends in -bin: bytes of every value, there and back.");
  const MetadataAnswer picture = ada.Hello({{"picture-bin", AllBytes()}});
  const MetadataEntries wanted = {{"letters", "11"},
                                  {"picture-bin", AllBytes()}};
  story.Expect("trailing metadata", "the same 256 bytes",
               picture.trailing == wanted ? "the same 256 bytes"
                                          : Show(picture.trailing));
  story.ExpectServer("keys: authorization, picture-bin, user-agent");
  story.ExpectServer("greets Ada");
}

void TellReserved(MetadataClient& ada, support::Story& story) {
  story.Step("Reserved keys: gRPC drops most of them without a word.");
  const MetadataEntries reserved = {{"content-type", "text/plain"},
                                    {"grpc-mine", "x"},
                                    {"grpc-timeout", "1n"},
                                    {"te", "x"},
                                    {"user-agent", "mine"}};
  story.Note(absl::StrCat("sent: ", Show(reserved)));
  story.ExpectReply("client", kGreeting, ada.HelloUnchecked(reserved).reply);
  story.ExpectServer("keys: authorization, grpc-mine, user-agent");
  story.ExpectServer("greets Ada");
}

void TellRefusals(const std::shared_ptr<grpc::Channel>& channel,
                  support::Story& story) {
  story.Step("So this client refuses them itself, and what is malformed.");
  MetadataClient ada(channel, "token-of-ada");
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: metadata key \"grpc-mine\": wanted one "
                    "that is not reserved",
                    ada.Hello({{"grpc-mine", "x"}}).reply);
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: metadata key \"Tag\": wanted one or "
                    "more of a-z 0-9 - _ .",
                    ada.Hello({{"Tag", "red"}}).reply);
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: metadata key \"tag\": byte 2 of the "
                    "value is 0xc3: wanted printable ASCII, or a key in -bin",
                    ada.Hello({{"tag", "r\xc3\xb6t"}}).reply);
  MetadataClient from_file(channel, "token-of-ada\n");
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: metadata key \"authorization\": byte 20 "
                    "of the value is 0x0a: wanted printable ASCII, or a key in "
                    "-bin",
                    from_file.Hello({}).reply);
}

void TellTooMuch(const std::string& target, support::Story& story) {
  story.Step("Too much: a receiver takes 8 KiB, and no call with more.");
  // A connection of its own: after this, gRPC 1.51 may fail other calls of the
  // same connection.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  MetadataClient ada(grpc::CreateCustomChannel(
                         target, grpc::InsecureChannelCredentials(), arguments),
                     "token-of-ada");
  const MetadataEntries much = {{"tag", std::string(20000, 'x')}};
  story.ExpectReply("client", "RESOURCE_EXHAUSTED",
                    ada.HelloUnchecked(much).reply);
  story.ExpectReply("client",
                    "INVALID_ARGUMENT: metadata of 20099 bytes: wanted at most "
                    "7168",
                    ada.Hello(much).reply);
}

}  // namespace

void TellMetadata(const std::string& target, support::Story& story) {
  const std::shared_ptr<grpc::Channel> channel =
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials());
  MetadataClient ada(channel, "token-of-ada");
  TellTokens(channel, story);
  TellPlaces(ada, story);
  TellValues(ada, story);
  TellReserved(ada, story);
  TellRefusals(channel, story);
  TellTooMuch(target, story);
}
