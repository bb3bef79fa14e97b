// SPDX-License-Identifier: Apache-2.0

#include "scripted_stub.h"

#include <string>

#include "absl/status/statusor.h"

grpc::Status ScriptedStub::SayHello(grpc::ClientContext* /*context*/,
                                    const helloworld::HelloRequest& /*request*/,
                                    helloworld::HelloReply* reply) {
  ++calls_;
  if (answers_.empty()) {
    return grpc::Status(grpc::StatusCode::INTERNAL, "no answer is left");
  }
  const absl::StatusOr<std::string> answer = answers_.front();
  answers_.pop_front();
  if (!answer.ok()) {
    return grpc::Status(static_cast<grpc::StatusCode>(answer.status().code()),
                        std::string(answer.status().message()));
  }
  reply->set_message(*answer);
  return grpc::Status::OK;
}

grpc::Status ScriptedStub::SayHelloAgain(
    grpc::ClientContext* /*context*/,
    const helloworld::HelloRequest& /*request*/,
    helloworld::HelloReply* /*reply*/) {
  return grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                      "there is no script for SayHelloAgain");
}
