// SPDX-License-Identifier: Apache-2.0

#include "keepalive_client.h"

#include <memory>
#include <string>

std::shared_ptr<grpc::Channel> KeepaliveChannel(const std::string& target,
                                                absl::Duration silence,
                                                absl::Duration patience) {
  const int ask_after = static_cast<int>(absl::ToInt64Milliseconds(silence));
  const int wait_for = static_cast<int>(absl::ToInt64Milliseconds(patience));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, ask_after);
  // Older gRPC waits as long as the first says for the answer, newer as long as
  // the second, which no public header names. Its default is a minute.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, wait_for);
  arguments.SetInt("grpc.http2.ping_timeout_ms", wait_for);
  // By default gRPC asks only while a call is open, and stops after a few times
  // if the client itself sends nothing.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}
