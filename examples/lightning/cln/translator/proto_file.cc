// SPDX-License-Identifier: Apache-2.0

#include "proto_file.h"

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

// Keeps the first thing that the compiler finds wrong.
class FirstError final
    : public google::protobuf::compiler::MultiFileErrorCollector {
 public:
  // The compiler of protobuf 3.21 calls AddError. Newer ones call RecordError,
  // and do not know the other. So neither can be marked `override`.
  // NOLINTBEGIN(modernize-use-override)
  void AddError(const std::string& file, int line, int /*column*/,
                const std::string& message) {
    Note(file, line, message);
  }
  void RecordError(absl::string_view file, int line, int /*column*/,
                   absl::string_view message) {
    Note(file, line, message);
  }
  // NOLINTEND(modernize-use-override)

  const std::string& text() const { return text_; }

 private:
  void Note(absl::string_view file, int line, absl::string_view message) {
    if (!text_.empty()) return;
    // Lines are counted from 0. -1 stands for the whole file.
    text_ = line < 0 ? absl::StrCat(file, ": ", message)
                     : absl::StrCat(file, ":", line + 1, ": ", message);
  }

  std::string text_;
};

// `type`, and the messages that are declared inside it.
size_t Count(const Descriptor& type) {
  size_t count = 1;
  for (int i = 0; i < type.nested_type_count(); ++i) {
    count += Count(*type.nested_type(i));
  }
  return count;
}

// The messages in `file` and in all that it imports.
size_t CountAll(const FileDescriptor& file) {
  size_t count = 0;
  std::set<const FileDescriptor*> seen = {&file};
  std::vector<const FileDescriptor*> wanted = {&file};
  while (!wanted.empty()) {
    const FileDescriptor& next = *wanted.back();
    wanted.pop_back();
    for (int i = 0; i < next.message_type_count(); ++i) {
      count += Count(*next.message_type(i));
    }
    for (int i = 0; i < next.dependency_count(); ++i) {
      const FileDescriptor* const import = next.dependency(i);
      if (seen.insert(import).second) wanted.push_back(import);
    }
  }
  return count;
}

}  // namespace

ProtoFile::ProtoFile()
    : compiled_in_(*DescriptorPool::generated_pool()),
      files_(&folders_, &compiled_in_),
      pool_(&files_, files_.GetValidationErrorCollector()) {}

absl::StatusOr<std::unique_ptr<ProtoFile>> ProtoFile::Load(
    const std::string& path) {
  const std::filesystem::path where(path);
  const std::string folder =
      where.has_parent_path() ? where.parent_path().string() : ".";
  auto loaded = absl::WrapUnique(new ProtoFile());
  // Core Lightning's own node.proto imports "primitives.proto"; ours, which is
  // in a folder that is named after its package, "cln/primitives.proto".
  loaded->folders_.MapPath("", folder);
  loaded->folders_.MapPath("", absl::StrCat(folder, "/.."));

  FirstError error;
  loaded->files_.RecordErrorsTo(&error);
  loaded->file_ = loaded->pool_.FindFileByName(where.filename().string());
  loaded->files_.RecordErrorsTo(nullptr);
  if (loaded->file_ == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot use ", path, ": ", error.text()));
  }
  if (const size_t count = CountAll(*loaded->file_); count > kMostMessages) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot use ", path, ": ", count,
                     " messages: wanted at most ", kMostMessages));
  }
  return loaded;
}
