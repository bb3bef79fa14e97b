// SPDX-License-Identifier: Apache-2.0

#include "metadata_entries.h"

#include <string>
#include <vector>

namespace {

// A value may hold zero bytes: it has a length, and no end mark.
std::string Copy(const grpc::string_ref& text) {
  return std::string(text.data(), text.size());
}

}  // namespace

std::vector<std::string> MetadataValues(const ReceivedMetadata& received,
                                        const std::string& key) {
  std::vector<std::string> values;
  const auto [first, last] = received.equal_range(key);
  for (auto entry = first; entry != last; ++entry) {
    values.push_back(Copy(entry->second));
  }
  return values;
}

MetadataEntries CopyMetadata(const ReceivedMetadata& received) {
  MetadataEntries entries;
  for (const auto& [key, value] : received) {
    entries.emplace_back(Copy(key), Copy(value));
  }
  return entries;
}
