// SPDX-License-Identifier: Apache-2.0
//
// The questions that a server with reflection answers.

#ifndef EXAMPLES_FEATURES_REFLECTION_QUESTIONS_H_
#define EXAMPLES_FEATURES_REFLECTION_QUESTIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "server_reflection.pb.h"

// Asks a server about itself. One thread at a time.
//
// Each question fails with UNIMPLEMENTED if the server has no reflection, with
// NOT_FOUND if it does not know what it was asked for, with INTERNAL if its
// answer makes no sense, and with any other status that a call may have.
class Questions {
 public:
  explicit Questions(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(channel) {}

  // The names of all services, package.Service.
  absl::StatusOr<std::vector<std::string>> Services(absl::Time deadline);

  // The file that declares `symbol`, such as a package.Service, or that is
  // called `name`. Other files that it needs may come with it.
  using Files = std::vector<google::protobuf::FileDescriptorProto>;
  absl::StatusOr<Files> FileWith(const std::string& symbol,
                                 absl::Time deadline);
  absl::StatusOr<Files> FileNamed(const std::string& name, absl::Time deadline);

 private:
  absl::StatusOr<server_reflection::Answer> Ask(
      const server_reflection::Question& question, absl::Time deadline);
  absl::StatusOr<server_reflection::Answer> AskVersion(
      const std::string& version, const server_reflection::Question& question,
      absl::Time deadline);
  absl::StatusOr<Files> AskForFiles(const server_reflection::Question& question,
                                    absl::Time deadline);

  grpc::GenericStub stub_;
  std::string version_ = "v1";  // Of reflection.
};

#endif  // EXAMPLES_FEATURES_REFLECTION_QUESTIONS_H_
