// SPDX-License-Identifier: Apache-2.0
//
// Keysend: a payment without an invoice. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_KEYSEND_H_
#define EXAMPLES_LIGHTNING_LND_KEYSEND_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The custom record in which a keysend payment has its preimage (bLIP 3).
inline constexpr uint64_t kKeysendRecord = 5482373484;

// What opens a payment, and the lock that it opens: its SHA-256. 32 bytes each.
struct Keysend {
  std::string preimage;
  std::string payment_hash;
};

// A payment's hash and preimage normally come with the payee's invoice. Here
// the payer makes them up, and sends the preimage along: only the payee can
// open what it is packed in. Fails with INTERNAL if the system has no
// randomness.
absl::StatusOr<Keysend> MakeKeysend();

// A payment's hash, 32 bytes, from its hex form. INVALID_ARGUMENT if it is
// none.
absl::StatusOr<std::string> ParsePaymentHash(absl::string_view hex);

// A node's public key, 33 bytes, from its hex form, as in identity_pubkey of
// GetInfo. INVALID_ARGUMENT if it is none.
absl::StatusOr<std::string> ParseNodeKey(absl::string_view hex);

#endif  // EXAMPLES_LIGHTNING_LND_KEYSEND_H_
