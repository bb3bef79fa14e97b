// SPDX-License-Identifier: Apache-2.0
//
// Metadata as gRPC hands it over, and how to read it.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_ENTRIES_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_ENTRIES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/grpcpp.h"

// Keys and values in the order in which they are added. A key may be there
// several times.
using MetadataEntries = std::vector<std::pair<std::string, std::string>>;

// What gRPC's contexts give for metadata that has come. Keys and values point
// into the context, and are there only as long as it is.
using ReceivedMetadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// The values of `key`, in the order in which they were sent. Copies, which may
// outlive the context.
std::vector<std::string> MetadataValues(const ReceivedMetadata& received,
                                        const std::string& key);

// All of it, sorted by key. Copies, which may outlive the context.
MetadataEntries CopyMetadata(const ReceivedMetadata& received);

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_ENTRIES_H_
