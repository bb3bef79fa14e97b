// SPDX-License-Identifier: Apache-2.0
//
// A .proto, compiled at run time by protobuf's own compiler. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PROTO_FILE_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PROTO_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor_database.h"

class ProtoFile {
 public:
  // More than ten times as many as Core Lightning has. What is made of them is
  // made by recursion from one to the next: 20,000 overflow the stack.
  static constexpr size_t kMostMessages = 5000;

  // Compiles the file at `path`, and what it imports: files beside it, or in
  // the folder above, and those that come with protobuf. INVALID_ARGUMENT, with
  // the file, line and reason.
  static absl::StatusOr<std::unique_ptr<ProtoFile>> Load(
      const std::string& path);

  ProtoFile(const ProtoFile&) = delete;
  ProtoFile& operator=(const ProtoFile&) = delete;

  const google::protobuf::FileDescriptor& file() const { return *file_; }

 private:
  ProtoFile();

  google::protobuf::compiler::DiskSourceTree folders_;
  google::protobuf::DescriptorPoolDatabase compiled_in_;
  // Looks for files in folders_, then in compiled_in_.
  google::protobuf::compiler::SourceTreeDescriptorDatabase files_;
  google::protobuf::DescriptorPool pool_;  // Of what is in files_.
  const google::protobuf::FileDescriptor* file_ = nullptr;  // In pool_.
};

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_PROTO_FILE_H_
