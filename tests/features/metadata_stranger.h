// SPDX-License-Identifier: Apache-2.0
//
// A client that is not gRPC, and sends what gRPC's own never would: HTTP/2 by
// hand, over one connection with one call.

#ifndef TESTS_FEATURES_METADATA_STRANGER_H_
#define TESTS_FEATURES_METADATA_STRANGER_H_

#include <cstddef>
#include <string>

#include "metadata_entries.h"

class MetadataStranger {
 public:
  // Connects to `address`, HOST:PORT. The server may send `window` bytes of
  // messages. What it sends is never read.
  explicit MetadataStranger(const std::string& address, int window = 65535);
  ~MetadataStranger();

  MetadataStranger(const MetadataStranger&) = delete;
  MetadataStranger& operator=(const MetadataStranger&) = delete;

  // Opens a call of `method`, /package.Service/Method. Keys and values may hold
  // any bytes, 126 at most.
  MetadataStranger& Call(const std::string& method,
                         const MetadataEntries& entries);
  // Sends an empty message, and no more after it if it is the `last`.
  MetadataStranger& Message(bool last);
  MetadataStranger& Cancel();
  // What the others have prepared goes out at once, so that the server reads it
  // at once.
  void Send();

 private:
  void Frame(char type, char flags, const std::string& payload);

  int socket_ = -1;
  std::string out_;
};

#endif  // TESTS_FEATURES_METADATA_STRANGER_H_
