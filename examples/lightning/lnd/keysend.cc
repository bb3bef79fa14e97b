// SPDX-License-Identifier: Apache-2.0

#include "keysend.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "openssl/rand.h"
#include "openssl/sha.h"
#include "support/quote.h"

namespace {

bool IsHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isxdigit);
}

}  // namespace

absl::StatusOr<Keysend> MakeKeysend() {
  std::array<unsigned char, 32> preimage;
  if (RAND_bytes(preimage.data(), preimage.size()) != 1) {
    return absl::InternalError("no random bytes for a payment's preimage");
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(preimage.data(), preimage.size(), hash.data());
  return Keysend{.preimage = {preimage.begin(), preimage.end()},
                 .payment_hash = {hash.begin(), hash.end()}};
}

absl::StatusOr<std::string> ParsePaymentHash(absl::string_view hex) {
  if (hex.size() != 64 || !IsHex(hex)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "payment_hash ", support::Quote(hex), ": wanted 64 hex digits"));
  }
  return absl::HexStringToBytes(hex);
}

absl::StatusOr<std::string> ParseNodeKey(absl::string_view hex) {
  // A point on a curve: its sign, 02 or 03, and its abscissa.
  if (hex.size() != 66 || !IsHex(hex) || hex[0] != '0' ||
      (hex[1] != '2' && hex[1] != '3')) {
    return absl::InvalidArgumentError(
        absl::StrCat("dest ", support::Quote(hex),
                     ": wanted a node's public key, 66 hex digits of which the "
                     "first are 02 or 03"));
  }
  return absl::HexStringToBytes(hex);
}
