// SPDX-License-Identifier: Apache-2.0
//
// A status that says more than a code and a message.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_WRITE_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_WRITE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

// Details travel as metadata, of which a client takes 8 KiB in all. If there
// are more, it gets RESOURCE_EXHAUSTED in place of the error. This leaves half
// of it to the rest, because the message is sent once more with the details.
inline constexpr size_t kMostErrorDetailsBytes = 4096;

// The status `code`, which is not OK, with `message` and `details`, the most
// important one first: one that would make it larger than
// kMostErrorDetailsBytes is left out. `message` says, in short, what has to be
// known without details.
grpc::Status StatusWithDetails(
    grpc::StatusCode code, const std::string& message,
    const std::vector<const google::protobuf::Message*>& details);

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_WRITE_H_
