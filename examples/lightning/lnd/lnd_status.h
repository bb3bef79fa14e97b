// SPDX-License-Identifier: Apache-2.0
//
// What a call to lnd has come to, and what a person can do about it.

#ifndef EXAMPLES_LIGHTNING_LND_LND_STATUS_H_
#define EXAMPLES_LIGHTNING_LND_LND_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"

// The status of `call`, the name of a method, with what to do appended to its
// message. OK stays OK.
//
// lnd gives nearly all of its errors the code UNKNOWN, so here its messages
// tell them apart: they are the same in 0.20 and 0.21. Texts that gRPC makes
// are passed on, and nothing depends on them.
absl::Status LndStatus(absl::string_view call, const grpc::Status& status);

// The same in one line: the name of the code, and the message.
std::string LndStatusText(absl::string_view call, const grpc::Status& status);

// True if the reason is none of the call's own: lnd is not ready, or it refuses
// the macaroon. All other calls would fare alike.
bool IsRefusal(const grpc::Status& status);

// True if the same call may succeed later without anybody's doing anything to
// the client: the node is not there, is starting or stopping, or somebody has
// yet to unlock its wallet. So may one that has ended well.
bool MayPass(const grpc::Status& status);

#endif  // EXAMPLES_LIGHTNING_LND_LND_STATUS_H_
