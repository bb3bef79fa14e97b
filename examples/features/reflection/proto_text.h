// SPDX-License-Identifier: Apache-2.0
//
// Descriptors for people.

#ifndef EXAMPLES_FEATURES_REFLECTION_PROTO_TEXT_H_
#define EXAMPLES_FEATURES_REFLECTION_PROTO_TEXT_H_

#include <string>

#include "google/protobuf/descriptor.h"

// What somebody must know to call `method`, as in a .proto file: the line of
// the method, and each message and enum that its request and its reply are made
// of. Unlike DebugString, whose form is not promised, it is the same with every
// version of protobuf.
std::string ProtoText(const google::protobuf::MethodDescriptor& method);

#endif  // EXAMPLES_FEATURES_REFLECTION_PROTO_TEXT_H_
