// SPDX-License-Identifier: Apache-2.0
//
// A client that was compiled without any .proto file of its server, as tools
// such as grpcurl are.

#ifndef EXAMPLES_FEATURES_REFLECTION_REFLECTION_CLIENT_H_
#define EXAMPLES_FEATURES_REFLECTION_REFLECTION_CLIENT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "questions.h"
#include "schema.h"

// One thread at a time. A method is named package.Service/Method. Each of the
// functions fails with UNIMPLEMENTED if the server has no reflection, with
// NOT_FOUND if it has no such service or method, and with INTERNAL or
// RESOURCE_EXHAUSTED if what it sends makes no sense or is too much.
class ReflectionClient {
 public:
  // Whatever it does for one function takes no longer than `timeout`.
  ReflectionClient(const std::shared_ptr<grpc::Channel>& channel,
                   absl::Duration timeout)
      : timeout_(timeout),
        stub_(channel),
        questions_(channel),
        schema_(questions_) {}

  static constexpr size_t kMostBytes = 16 << 20;  // Of all replies to one call.

  // The server's services, but for reflection itself.
  absl::StatusOr<std::vector<std::string>> Services();

  // The method and its messages, as in a .proto file.
  absl::StatusOr<std::string> Describe(const std::string& method);

  // Calls the method with one request in JSON, and returns the replies in JSON:
  // one, unless the method streams them. INVALID_ARGUMENT if the request is not
  // one of this method, UNIMPLEMENTED if the method takes a stream of requests,
  // and any other status that the server gives the call.
  absl::StatusOr<std::vector<std::string>> Call(const std::string& method,
                                                const std::string& json);

 private:
  absl::StatusOr<const google::protobuf::MethodDescriptor*> FindMethod(
      const std::string& name, absl::Time deadline);

  // The messages' factory must be destroyed before the schema, whose
  // descriptors they are made from.
  const absl::Duration timeout_;
  grpc::GenericStub stub_;
  Questions questions_;
  Schema schema_;
  google::protobuf::DynamicMessageFactory messages_;
};

#endif  // EXAMPLES_FEATURES_REFLECTION_REFLECTION_CLIENT_H_
