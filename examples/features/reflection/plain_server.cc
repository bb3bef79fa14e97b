// SPDX-License-Identifier: Apache-2.0

#include "plain_server.h"

#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "no_plugins.h"

PlainServer::PlainServer() {
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<NoPlugins>());
  builder.RegisterService(&hello_);
  server_ = builder.BuildAndStart();
}

PlainServer::~PlainServer() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));
}

std::shared_ptr<grpc::Channel> PlainServer::Channel() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}
