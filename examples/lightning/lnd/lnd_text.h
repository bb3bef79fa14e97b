// SPDX-License-Identifier: Apache-2.0
//
// lnd's messages for people. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_LND_LND_TEXT_H_
#define EXAMPLES_LIGHTNING_LND_LND_TEXT_H_

#include <cstdint>
#include <string>

#include "google/protobuf/message.h"

// `message` in protobuf's text format, a field a line, and as lncli shows it
// in two things: bytes are in hex, and a number that is zero is there, since a
// balance of nothing is news. Not there are deprecated fields, and fields that
// our protos do not have.
std::string LndText(const google::protobuf::Message& message);

// An amount in satoshi, of which there may be thousandths: "100 sat" or
// "0.250 sat".
std::string SatoshiText(int64_t millisatoshi);

#endif  // EXAMPLES_LIGHTNING_LND_LND_TEXT_H_
