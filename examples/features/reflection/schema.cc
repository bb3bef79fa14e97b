// SPDX-License-Identifier: Apache-2.0

#include "schema.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "support/quote.h"

namespace {

// Keeps what a pool finds wrong with a file. The pool would log it otherwise.
class FirstError final
    : public google::protobuf::DescriptorPool::ErrorCollector {
 public:
  // The pool calls AddError with protobuf 3.21, and RecordError with newer
  // ones, which do not know the other. So neither can be marked `override`.
  // NOLINTBEGIN(modernize-use-override)
  void AddError(const std::string& /*file*/, const std::string& element,
                const google::protobuf::Message* /*descriptor*/,
                ErrorLocation /*location*/, const std::string& message) {
    Note(element, message);
  }
  void RecordError(absl::string_view /*file*/, absl::string_view element,
                   const google::protobuf::Message* /*descriptor*/,
                   ErrorLocation /*location*/, absl::string_view message) {
    Note(element, message);
  }
  // NOLINTEND(modernize-use-override)

  const std::string& text() const { return text_; }

 private:
  void Note(absl::string_view element, absl::string_view message) {
    if (!text_.empty()) return;
    text_ =
        absl::StrCat(support::Quote(element), ": ", support::Quote(message));
  }

  std::string text_;
};

// `type`, and the messages that are declared inside it.
size_t Count(const google::protobuf::DescriptorProto& type) {
  size_t count = 1;
  for (const auto& nested : type.nested_type()) count += Count(nested);
  return count;
}

absl::Status Wrong(const std::string& file, absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("the server's file ", support::Quote(file), ": ", what));
}

}  // namespace

absl::StatusOr<const google::protobuf::ServiceDescriptor*> Schema::FindService(
    const std::string& name, absl::Time deadline) {
  const auto* service = pool_.FindServiceByName(name);
  if (service != nullptr) return service;

  const auto files = questions_.FileWith(name, deadline);
  if (!files.ok() && !absl::IsNotFound(files.status())) return files.status();
  if (files.ok()) {
    absl::Status status = Take(*files);
    for (const auto& file : *files) {
      std::vector<std::string> importers;
      if (status.ok()) status = Fetch(file.name(), deadline);
      if (status.ok()) status = Build(file.name(), importers);
    }
    if (!status.ok()) return status;
    service = pool_.FindServiceByName(name);
  }
  if (service == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("service ", support::Quote(name),
                     ": wanted one that the server lists"));
  }
  return service;
}

absl::Status Schema::Take(const Questions::Files& files) {
  for (const google::protobuf::FileDescriptorProto& file : files) {
    if (files_.count(file.name()) > 0) continue;
    const size_t bytes = bytes_ + file.ByteSizeLong();
    size_t messages = messages_;
    for (const auto& type : file.message_type()) messages += Count(type);
    if (files_.size() == kMostFiles || bytes > kMostBytes ||
        messages > kMostMessages) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "the server's files: wanted at most ", kMostFiles, " with ",
          kMostBytes, " bytes and ", kMostMessages, " messages in all"));
    }
    files_[file.name()] = file;
    bytes_ = bytes;
    messages_ = messages;
  }
  return absl::OkStatus();
}

absl::Status Schema::Fetch(const std::string& name, absl::Time deadline) {
  std::set<std::string> seen;
  std::vector<std::string> wanted = {name};
  while (!wanted.empty()) {
    const std::string next = std::move(wanted.back());
    wanted.pop_back();
    if (!seen.insert(next).second) continue;
    if (files_.count(next) == 0) {
      const auto files = questions_.FileNamed(next, deadline);
      if (absl::IsNotFound(files.status())) {
        return Wrong(next, "another imports it, and it is not there");
      }
      if (!files.ok()) return files.status();
      if (absl::Status status = Take(*files); !status.ok()) return status;
      // So each question brings a file, and their number is bounded.
      if (files_.count(next) == 0) return Wrong(next, "it has sent another");
    }
    const auto& imports = files_[next].dependency();
    wanted.insert(wanted.end(), imports.begin(), imports.end());
  }
  return absl::OkStatus();
}

absl::Status Schema::Build(const std::string& name,
                           std::vector<std::string>& importers) {
  if (pool_.FindFileByName(name) != nullptr) return absl::OkStatus();
  if (std::count(importers.begin(), importers.end(), name) > 0) {
    return Wrong(name, "it imports itself");
  }
  const google::protobuf::FileDescriptorProto& file = files_[name];
  importers.push_back(name);
  for (const std::string& import : file.dependency()) {
    absl::Status status = Build(import, importers);
    if (!status.ok()) return status;
  }
  importers.pop_back();

  FirstError error;
  if (pool_.BuildFileCollectingErrors(file, &error) == nullptr) {
    return Wrong(name, error.text());
  }
  return absl::OkStatus();
}
