// SPDX-License-Identifier: Apache-2.0
//
// Which metadata may be sent. gRPC knows the same rules, and has hard ways to
// enforce them: 1.51 ends the process.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_CHECK_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_CHECK_H_

#include <cstddef>

#include "absl/status/status.h"
#include "metadata_entries.h"

// A receiver takes 8 KiB unless told otherwise. That is for all entries, with
// gRPC's own, to which this leaves a part; and each counts as 32 bytes more
// than its key and value have. For a -bin value those are the bytes of its
// base64 form.
inline constexpr size_t kMostMetadataBytes = 7 * 1024;

// OK if all `entries` may be sent in one block: with a request, before the
// replies, or with the status. Otherwise INVALID_ARGUMENT with the first that
// may not. The message never has the value in it, which may be a secret.
absl::Status CheckMetadata(const MetadataEntries& entries);

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_CHECK_H_
