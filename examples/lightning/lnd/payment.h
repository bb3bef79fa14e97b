// SPDX-License-Identifier: Apache-2.0
//
// A payment, and what becomes of it. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_PAYMENT_H_
#define EXAMPLES_LIGHTNING_LND_PAYMENT_H_

#include <cstdint>
#include <string>

struct Payment {
  std::string hash;       // 32 bytes. No two payments have the same.
  int64_t satoshi = 0;    // For keysend.
  int64_t fee_limit = 0;  // Satoshi.

  // What is paid: either a payment request, which says all the rest,
  std::string request;

  // or, by keysend, a node.
  std::string dest;      // 33 bytes.
  std::string preimage;  // 32 bytes. Secret until it is paid.
};

// The end of a payment.
struct PaymentResult {
  enum Kind {
    kPaid,
    kFailed,   // This has paid nothing, and will not.
    kUnknown,  // It may have been paid, or may yet be.
  };

  Kind kind = kUnknown;
  std::string why;        // If it was not paid.
  int64_t paid_msat = 0;  // If it was: with the fee.
  int64_t fee_msat = 0;
  std::string preimage_hex;  // The receipt.
};

#endif  // EXAMPLES_LIGHTNING_LND_PAYMENT_H_
