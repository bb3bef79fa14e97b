// SPDX-License-Identifier: Apache-2.0

#include "inn_porter.h"

#include <string>

#include "absl/strings/str_cat.h"

grpc::Status InnPorter::SayHello(grpc::ServerContext* /*context*/,
                                 const helloworld::HelloRequest* request,
                                 helloworld::HelloReply* reply) {
  const int room = std::stoi(request->name());  // Throws, and nobody catches.
  reply->set_message(absl::StrCat("The bags are in room ", room, "."));
  return grpc::Status::OK;
}
