// SPDX-License-Identifier: Apache-2.0

#include "connection_advice.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace {

constexpr char kNoConnection[] = "failed to connect to all addresses";

}  // namespace

std::string ConnectionAdvice(absl::string_view message,
                             absl::string_view target, const ClientFiles& files,
                             absl::Time now) {
  if (!absl::StartsWith(message, kNoConnection)) {
    return "";
  }
  if (absl::StrContains(message, "Connection refused")) {
    return absl::StrCat("; wanted a cln_grpc_server at ", target,
                        ": is it running?");
  }
  if (absl::StrContains(message, "wrong version number")) {
    return absl::StrCat("; wanted a server that speaks TLS at ", target);
  }
  if (absl::StrContains(message, "not in peer certificate")) {
    return "; wanted as --server_name a name in the server's certificate, "
           "such as cln";
  }
  if (absl::StrContains(message, "certificate verify failed")) {
    return "; wanted a server whose certificate this ca.pem has signed, and "
           "has not expired: copy ca.pem from the node again";
  }
  // What a client sees of a server that does not like its certificate.
  if (absl::StrContains(message, "Socket closed")) {
    const std::string why = WhyRefused(files, now);
    return absl::StrCat("; ", why.empty()
                                  ? "the server's CA may be another: copy "
                                    "ca.pem, client.pem and client-key.pem "
                                    "from the node again"
                                  : why);
  }
  return "";
}

bool WasPerhapsAsked(absl::string_view message) {
  return !absl::StartsWith(message, kNoConnection) &&
         !absl::StartsWith(message, "DNS resolution failed") &&
         !absl::StartsWith(message, "cannot connect to ");
}
