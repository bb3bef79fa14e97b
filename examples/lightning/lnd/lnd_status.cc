// SPDX-License-Identifier: Apache-2.0

#include "lnd_status.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "support/exit_status.h"

namespace {

// What lnd says, or a part of it; what to do; and whether it may pass.
struct Advice {
  absl::string_view text;
  absl::string_view advice;
  bool may_pass;
};

constexpr absl::string_view kStarting =
    "lnd is starting: try again in a while, and see `lnd_client state`";

// The first that fits counts.
constexpr std::array kAdvice = {
    Advice{"wallet locked", "unlock it with `lncli unlock`", true},
    Advice{"wallet not created", "create one with `lncli create`", true},
    Advice{"waiting to start", kStarting, true},
    Advice{"in the process of starting", kStarting, true},
    Advice{"unable to determine macaroon permissions", kStarting, true},
    Advice{"shutting down", "lnd is stopping: start it again", true},
    Advice{"expected 1 macaroon, got 0",
           "this node wants a macaroon: leave out --no_macaroon, or give "
           "--macaroon=PATH",
           false},
    Advice{"permission denied",
           "this macaroon does not allow it: admin.macaroon allows everything",
           false},
    Advice{"verification failed",
           "this macaroon is not this node's: copy the node's anew", false},
    Advice{"root key with id",
           "this macaroon is not this node's, or was revoked: copy the node's "
           "anew",
           false},
    Advice{"macaroon", "lnd refuses this macaroon: copy the node's anew",
           false},
};

const Advice* Find(const grpc::Status& status) {
  const auto* const found = std::find_if(
      kAdvice.begin(), kAdvice.end(), [&status](const Advice& advice) {
        return absl::StrContains(status.error_message(), advice.text);
      });
  return found == kAdvice.end() ? nullptr : found;
}

// What to do if lnd has said nothing that is known.
absl::string_view AdviceFor(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return "see that lnd runs at --target, and that --tls_cert is what it "
             "now has as tls.cert";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "lnd may only be slow: give it longer with --timeout";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "see that --target is lnd's gRPC port, and that lnd is not older "
             "than 0.13";
    default:
      return "";
  }
}

}  // namespace

absl::Status LndStatus(absl::string_view call, const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const Advice* const found = Find(status);
  const absl::string_view advice =
      found != nullptr ? found->advice : AdviceFor(status.error_code());
  return support::CallStatus(
      call, status.error_code(),
      absl::StrCat(status.error_message(), advice.empty() ? "" : ": ", advice));
}

std::string LndStatusText(absl::string_view call, const grpc::Status& status) {
  if (status.ok()) return absl::StrCat(call, " has ended");
  const absl::Status text = LndStatus(call, status);
  return absl::StrCat(absl::StatusCodeToString(text.code()), ": ",
                      text.message());
}

bool IsRefusal(const grpc::Status& status) {
  return !status.ok() && Find(status) != nullptr;
}

bool MayPass(const grpc::Status& status) {
  const Advice* const found = Find(status);
  if (found != nullptr) return found->may_pass;
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:  // A server that stops, if not the
                                       // caller.
      return true;
    default:
      return false;
  }
}
