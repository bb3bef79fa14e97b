// SPDX-License-Identifier: Apache-2.0
//
// Messages of everything.proto, whose type nobody knows before the tests run.

#ifndef TESTS_LIGHTNING_EVERYTHING_H_
#define TESTS_LIGHTNING_EVERYTHING_H_

#include <memory>
#include <string>

#include "examples/lightning/cln/translator/node_schema.h"
#include "google/protobuf/message.h"

// The schema that is in everything.proto.
const NodeSchema& EverythingSchema();

// A new EchoRequest, filled from protobuf's text format.
std::unique_ptr<google::protobuf::Message> Everything(
    const std::string& text = "");

// The message in text format, on one line.
std::string ShortText(const google::protobuf::Message& message);

#endif  // TESTS_LIGHTNING_EVERYTHING_H_
