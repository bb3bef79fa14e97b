// SPDX-License-Identifier: Apache-2.0

#include "unix_socket_client.h"

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "support/exit_status.h"

UnixSocketClient::UnixSocketClient(const std::string& target)
    : stub_(helloworld::Greeter::NewStub(grpc::CreateChannel(
          // To gRPC they are as good as TLS: a call may send a token.
          target, grpc::experimental::LocalCredentials(UDS)))) {}

absl::StatusOr<std::string> UnixSocketClient::SayHello(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
