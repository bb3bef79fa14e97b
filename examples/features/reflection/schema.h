// SPDX-License-Identifier: Apache-2.0
//
// What a server says of its services, made into descriptors: what generated
// code knows of its messages when it is compiled is found out here at run time.

#ifndef EXAMPLES_FEATURES_REFLECTION_SCHEMA_H_
#define EXAMPLES_FEATURES_REFLECTION_SCHEMA_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "questions.h"

// Descriptors of one server. One thread at a time.
class Schema {
 public:
  // `questions` must outlive the schema.
  explicit Schema(Questions& questions) : questions_(questions) {}

  // A server that sends more, in all its files, is taken for one that means
  // harm. Protobuf follows a message's fields to their types by recursion: a
  // chain of 20,000 messages is the end of the stack (protobuf 3.21).
  static constexpr size_t kMostFiles = 1000;
  static constexpr size_t kMostBytes = 16 << 20;
  static constexpr size_t kMostMessages = 5000;

  // The service `name`, package.Service, with all that its methods take and
  // give. It is there for as long as the schema. Asks the server for what is
  // not known yet. NOT_FOUND if there is no such service, INTERNAL or
  // RESOURCE_EXHAUSTED if what the server sends makes no sense or is too much.
  absl::StatusOr<const google::protobuf::ServiceDescriptor*> FindService(
      const std::string& name, absl::Time deadline);

 private:
  // Takes what the server has sent into files_.
  absl::Status Take(const Questions::Files& files);
  // Gets the file `name`, and those that it imports, and those that they do.
  absl::Status Fetch(const std::string& name, absl::Time deadline);
  // Makes descriptors of the file `name`, after those of the files that it
  // imports. `importers` are the files that wait for it, each for the next.
  absl::Status Build(const std::string& name,
                     std::vector<std::string>& importers);

  Questions& questions_;
  std::map<std::string, google::protobuf::FileDescriptorProto> files_;
  size_t bytes_ = 0;                       // Of files_.
  size_t messages_ = 0;                    // In files_.
  google::protobuf::DescriptorPool pool_;  // Knows nothing of generated code.
};

#endif  // EXAMPLES_FEATURES_REFLECTION_SCHEMA_H_
