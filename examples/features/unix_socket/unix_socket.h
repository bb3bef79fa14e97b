// SPDX-License-Identifier: Apache-2.0
//
// Unix sockets: two programs of one machine talk, without a network, and the
// modes of files say who may.

#ifndef EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_H_
#define EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_H_

#include <string>

#include "support/journal.h"
#include "support/story.h"

// Tells what servers and clients do with sockets in a folder of their own.
void TellUnixSocket(support::Journal& journal, support::Story& story);

// Calls the UnixSocketServer at `target`, unix:PATH, and tells who may.
void CallUnixSocket(const std::string& target, support::Story& story);

#endif  // EXAMPLES_FEATURES_UNIX_SOCKET_UNIX_SOCKET_H_
