// SPDX-License-Identifier: Apache-2.0
//
// Wait for ready: a call that waits for the server to be reachable, instead of
// failing at once.

#ifndef EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_H_
#define EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_H_

#include <string>

#include "absl/time/time.h"
#include "support/journal.h"
#include "support/story.h"

// The whole story. Its server writes to `journal`.
void TellWaitForReady(support::Journal& journal, support::Story& story);

// The same with a server that listens on `address`, HOST:PORT. Nobody must
// listen there before.
void TellWaitForReadyAt(const std::string& address, support::Journal& journal,
                        support::Story& story);

// What can be seen of a WaitForReadyServer at `target` that somebody else
// starts: now, or in less than `patience`.
void CallWaitForReady(const std::string& target, absl::Duration patience,
                      support::Story& story);

#endif  // EXAMPLES_FEATURES_WAIT_FOR_READY_WAIT_FOR_READY_H_
