// SPDX-License-Identifier: Apache-2.0
//
// The messages of Core Lightning's primitives.proto, which JSON has no objects
// for. They are known by name and shape, so that those of a file that is read
// at run time are known as well. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PRIMITIVES_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PRIMITIVES_H_

#include "google/protobuf/descriptor.h"

enum class Primitive {
  kNone,        // Any other message.
  kAmount,      // Amount {msat}
  kChoice,      // AmountOrAny, AmountOrAll, Feerate: one of several
  kOutpoint,    // Outpoint {txid, outnum}
  kOutputDesc,  // OutputDesc {address, amount}
  kArray,       // RoutehintList {hints}, Routehint {hops}, any other {items}
  kTlvStream,   // TlvStream {entries {type, value}}
};

Primitive PrimitiveOf(const google::protobuf::Descriptor& type);

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PRIMITIVES_H_
