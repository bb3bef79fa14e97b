// SPDX-License-Identifier: Apache-2.0

#include "compression.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "compression_client.h"
#include "compression_text.h"
#include "support/tcp_proxy.h"

namespace {

// Rounded, because what gRPC itself needs differs a little from run to run.
std::string MiB(uint64_t bytes) {
  const double mib = static_cast<double>(bytes) / (1 << 20);
  if (mib < 0.1) return "less than 0.1 MiB";
  return absl::StrFormat("%.1f MiB", mib);
}

// Tells of one call after the other, and of the bytes that went over the wire.
class Teller {
 public:
  // Both must outlive the teller.
  Teller(support::TcpProxy& proxy, support::Story& story)
      : proxy_(proxy), story_(story) {}

  // A call that sends: `outcome` is what came of it.
  void Sent(absl::string_view wanted_outcome, absl::string_view wanted_bytes,
            const absl::StatusOr<std::string>& outcome) {
    story_.ExpectReply("client", wanted_outcome, outcome);
    const uint64_t sent = proxy_.to_server();
    story_.Expect("to the server", wanted_bytes, MiB(sent - sent_));
    sent_ = sent;
  }

  // A call that receives.
  void Came(absl::string_view wanted_bytes,
            const absl::StatusOr<std::string>& outcome) {
    story_.ExpectReply("client", "OK \"3 messages\"", outcome);
    const uint64_t came = proxy_.to_client();
    story_.Expect("to the client", wanted_bytes, MiB(came - came_));
    came_ = came;
  }

 private:
  support::TcpProxy& proxy_;
  support::Story& story_;
  uint64_t sent_ = 0;
  uint64_t came_ = 0;
};

// What the client sends is compressed as the client says.
void TellOfRequests(CompressionClient& plain, CompressionClient& gzip,
                    Teller& teller, support::Story& story) {
  const std::string text = RepetitiveText(kCompressionTextBytes);
  constexpr absl::string_view kTaken = "OK \"1048576 bytes\"";

  story.Step("A channel as it is: nothing is compressed.");
  teller.Sent(kTaken, "1.0 MiB", plain.Send(text));
  story.ExpectServer("took 1048576 bytes");

  story.Step("A channel that compresses.");
  teller.Sent(kTaken, "less than 0.1 MiB", gzip.Send(text));
  story.ExpectServer("took 1048576 bytes");

  story.Step("Calls that do otherwise than their channel.");
  teller.Sent(kTaken, "less than 0.1 MiB",
              plain.Send(text, GRPC_COMPRESS_GZIP));
  story.ExpectServer("took 1048576 bytes");
  teller.Sent(kTaken, "1.0 MiB", gzip.Send(text, GRPC_COMPRESS_NONE));
  story.ExpectServer("took 1048576 bytes");

  story.Step("A random text: the work is done, and little is saved.");
  teller.Sent(kTaken, "0.9 MiB", gzip.Send(RandomText(kCompressionTextBytes)));
  story.ExpectServer("took 1048576 bytes");
}

// What the server sends is compressed as the server says.
void TellOfReplies(CompressionClient& plain, CompressionClient& simple,
                   Teller& teller, support::Story& story) {
  story.Step("A server that compresses, though the client does not.");
  teller.Came("less than 0.1 MiB", plain.Listen(""));

  story.Step("A call in which the server does not.");
  teller.Came("3.0 MiB", plain.Listen("plain"));

  story.Step("One message of three in which it does not.");
  teller.Came("1.0 MiB", plain.Listen("second plain"));

  story.Step("A level and not an algorithm: what the client takes counts.");
  teller.Came("less than 0.1 MiB", plain.Listen("level"));
  teller.Came("3.0 MiB", simple.Listen("level"));
}

// What the server takes is up to the server.
void TellOfRefusals(CompressionClient& plain, Teller& teller,
                    support::Story& story) {
  story.Step("The server has no deflate: it does not look at the message.");
  teller.Sent(
      "UNIMPLEMENTED", "less than 0.1 MiB",
      plain.Send(RepetitiveText(kCompressionTextBytes), GRPC_COMPRESS_DEFLATE));

  story.Step("32 MiB: the server takes 4, and must unpack it to see that.");
  const std::string bomb = RepetitiveText(32 << 20);
  teller.Sent("RESOURCE_EXHAUSTED", "less than 0.1 MiB",
              plain.Send(bomb, GRPC_COMPRESS_GZIP));

  story.Step("The same with deflate: nothing is unpacked.");
  teller.Sent("UNIMPLEMENTED", "less than 0.1 MiB",
              plain.Send(bomb, GRPC_COMPRESS_DEFLATE));
}

}  // namespace

void TellCompression(const std::string& target, support::Story& story) {
  // Between client and server, it counts what goes over the wire.
  const auto proxy = support::TcpProxy::Start(target);
  if (!proxy.ok()) {
    story.Step("The way to the server.");
    story.ExpectStatus("client", "OK", proxy.status());
    return;
  }
  const std::string& address = (*proxy)->address();
  CompressionClient plain(address, grpc::ChannelArguments());
  CompressionClient gzip(address, CompressWithGzip());
  CompressionClient simple(address, TakeNothingCompressed());
  Teller teller(**proxy, story);
  TellOfRequests(plain, gzip, teller, story);
  TellOfReplies(plain, simple, teller, story);
  TellOfRefusals(plain, teller, story);
}
