// SPDX-License-Identifier: Apache-2.0

#include "keysend.h"

#include <array>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "openssl/rand.h"
#include "openssl/sha.h"
#include "support/hex.h"
#include "support/quote.h"

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
  const std::optional<std::string> hash = support::FromHex(hex);
  if (!hash.has_value() || hash->size() != 32) {
    return absl::InvalidArgumentError(absl::StrCat(
        "payment_hash ", support::Quote(hex), ": wanted 64 hex digits"));
  }
  return *hash;
}

absl::StatusOr<std::string> ParseNodeKey(absl::string_view hex) {
  const std::optional<std::string> key = support::FromHex(hex);
  // A point on a curve: its sign, 2 or 3, and its abscissa.
  if (!key.has_value() || key->size() != 33 ||
      ((*key)[0] != 2 && (*key)[0] != 3)) {
    return absl::InvalidArgumentError(
        absl::StrCat("dest ", support::Quote(hex),
                     ": wanted a node's public key, 66 hex digits of which the "
                     "first are 02 or 03"));
  }
  return *key;
}
