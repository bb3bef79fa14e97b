// SPDX-License-Identifier: Apache-2.0

#include "interceptors_client.h"

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client_cache_interceptor.h"
#include "client_log_interceptor.h"
#include "client_metadata_interceptor.h"
#include "support/exit_status.h"

std::shared_ptr<grpc::Channel> ChannelWithInterceptors(
    const std::string& target, support::Journal& log) {
  std::vector<
      std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
      factories;
  factories.push_back(
      std::make_unique<ClientLogInterceptorFactory>("first", log));
  factories.push_back(std::make_unique<ClientCacheInterceptorFactory>());
  factories.push_back(
      std::make_unique<ClientMetadataInterceptorFactory>("caller", "story"));
  factories.push_back(
      std::make_unique<ClientLogInterceptorFactory>("last", log));
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      target, grpc::InsecureChannelCredentials(), grpc::ChannelArguments(),
      std::move(factories));
}

absl::StatusOr<std::string> InterceptorsClient::SayHello(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  helloworld::HelloReply reply;
  const grpc::Status status = stub_->SayHello(&context, request, &reply);
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}

absl::StatusOr<std::string> InterceptorsClient::SayHelloByCallback(
    const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  helloworld::HelloReply reply;
  std::promise<grpc::Status> done;
  stub_->async()->SayHello(
      &context, &request, &reply,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  if (!status.ok()) {
    return support::CallStatus("SayHello", status.error_code(),
                               status.error_message());
  }
  return reply.message();
}
