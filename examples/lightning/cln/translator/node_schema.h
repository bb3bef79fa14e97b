// SPDX-License-Identifier: Apache-2.0
//
// The methods of a Node service, read from a .proto at run time. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_NODE_SCHEMA_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_NODE_SCHEMA_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// A unary method, and what to call it at the node.
struct NodeMethod {
  std::string path;     // /cln.Node/ListPeers
  std::string command;  // listpeers: see command_spelling.h.
  // Empty messages of the two types: their New() makes those of a call.
  const google::protobuf::Message* request;
  const google::protobuf::Message* response;
};

// All messages that come from a schema must be gone before it is.
class NodeSchema {
 public:
  // That of protos/cln/node.proto, which is compiled in.
  static std::unique_ptr<NodeSchema> BuiltIn();

  // That of the file at `path`, of any package, which may import others beside
  // it or in the folder above. Streaming methods are left out.
  // INVALID_ARGUMENT, with the file, line and reason, if it is no proto or has
  // no service Node.
  static absl::StatusOr<std::unique_ptr<NodeSchema>> Load(
      const std::string& path);

  // That of the file at `path`; if it is empty, the one that is compiled in.
  static absl::StatusOr<std::unique_ptr<NodeSchema>> LoadOrBuiltIn(
      const std::string& path);

  ~NodeSchema();

  // The method that a call asks for, or null.
  const NodeMethod* Find(absl::string_view path) const;

  // All of them, in the order of the file.
  std::vector<const NodeMethod*> methods() const;

 private:
  NodeSchema();

  // Adds the unary methods of `service`, whose messages `factory` makes.
  void Add(const google::protobuf::ServiceDescriptor& service,
           google::protobuf::MessageFactory& factory);

  class Source;  // Keeps the descriptors of a file that was loaded.

  std::unique_ptr<Source> source_;
  std::vector<std::unique_ptr<NodeMethod>> methods_;
  absl::flat_hash_map<std::string, const NodeMethod*> by_path_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_NODE_SCHEMA_H_
