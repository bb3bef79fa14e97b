// SPDX-License-Identifier: Apache-2.0

#include "node_schema.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cln/node.pb.h"
#include "command_spelling.h"
#include "google/protobuf/dynamic_message.h"
#include "proto_file.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

const ServiceDescriptor* FindNode(const FileDescriptor& file) {
  for (int i = 0; i < file.service_count(); ++i) {
    if (file.service(i)->name() == "Node") return file.service(i);
  }
  return nullptr;
}

}  // namespace

class NodeSchema::Source {
 public:
  static absl::StatusOr<std::unique_ptr<Source>> Load(const std::string& path) {
    auto file = ProtoFile::Load(path);
    if (!file.ok()) return file.status();
    return absl::WrapUnique(new Source(*std::move(file)));
  }

  const FileDescriptor& file() const { return file_->file(); }
  MessageFactory& factory() { return factory_; }

 private:
  explicit Source(std::unique_ptr<ProtoFile> file) : file_(std::move(file)) {}

  // Declared first: types of messages are made of its descriptors.
  const std::unique_ptr<ProtoFile> file_;
  google::protobuf::DynamicMessageFactory factory_;
};

NodeSchema::NodeSchema() = default;
NodeSchema::~NodeSchema() = default;

std::unique_ptr<NodeSchema> NodeSchema::BuiltIn() {
  auto schema = absl::WrapUnique(new NodeSchema());
  schema->Add(*FindNode(*cln::GetinfoRequest::descriptor()->file()),
              *MessageFactory::generated_factory());
  return schema;
}

absl::StatusOr<std::unique_ptr<NodeSchema>> NodeSchema::Load(
    const std::string& path) {
  auto source = Source::Load(path);
  if (!source.ok()) return source.status();
  const ServiceDescriptor* const node = FindNode((*source)->file());
  if (node == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": wanted a service Node"));
  }
  auto schema = absl::WrapUnique(new NodeSchema());
  schema->source_ = *std::move(source);
  schema->Add(*node, schema->source_->factory());
  return schema;
}

absl::StatusOr<std::unique_ptr<NodeSchema>> NodeSchema::LoadOrBuiltIn(
    const std::string& path) {
  if (path.empty()) return BuiltIn();
  return Load(path);
}

void NodeSchema::Add(const ServiceDescriptor& service,
                     MessageFactory& factory) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    // JSON-RPC has one answer to a question.
    if (method.client_streaming() || method.server_streaming()) continue;
    auto added = std::make_unique<NodeMethod>();
    added->path = absl::StrCat("/", service.full_name(), "/", method.name());
    added->command =
        SpellingOfProto(method.name(), method.input_type()->name());
    added->request = factory.GetPrototype(method.input_type());
    added->response = factory.GetPrototype(method.output_type());
    by_path_[added->path] = added.get();
    methods_.push_back(std::move(added));
  }
}

const NodeMethod* NodeSchema::Find(absl::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

std::vector<const NodeMethod*> NodeSchema::methods() const {
  std::vector<const NodeMethod*> methods;
  for (const auto& method : methods_) methods.push_back(method.get());
  return methods;
}
