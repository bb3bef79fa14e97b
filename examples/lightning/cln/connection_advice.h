// SPDX-License-Identifier: Apache-2.0
//
// What a person can do who gets no connection, and what is known of a command
// that has failed with UNAVAILABLE. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_CONNECTION_ADVICE_H_
#define EXAMPLES_LIGHTNING_CLN_CONNECTION_ADVICE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client_files.h"

// To be put behind `message`, which is what gRPC 1.51 or 1.83 says about a call
// that has failed with UNAVAILABLE. Empty if `message` is something else, such
// as the gateway's own.
std::string ConnectionAdvice(absl::string_view message,
                             absl::string_view target, const ClientFiles& files,
                             absl::Time now);

// False if nobody was there to be asked, so that nothing was done: `message` is
// then gRPC's, that there is no connection to the gateway, or the gateway's,
// that it has none to the node.
bool WasPerhapsAsked(absl::string_view message);

#endif  // EXAMPLES_LIGHTNING_CLN_CONNECTION_ADVICE_H_
