// SPDX-License-Identifier: Apache-2.0
//
// How a server reads metadata, and sends its own in two places.

#ifndef EXAMPLES_FEATURES_METADATA_METADATA_SERVICE_H_
#define EXAMPLES_FEATURES_METADATA_METADATA_SERVICE_H_

#include <string>

#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Greets those who have a token. gRPC calls the methods on a few threads that
// all calls share, several at a time.
//
// No more than kMostStreams of biHello are open at once, and the next one gets
// RESOURCE_EXHAUSTED. Both calls read from the client's metadata, and answer
//   authorization   one, "Bearer TOKEN", or UNAUTHENTICATED and, with the
//                   status, www-authenticate
//   request-id      any number of them; the same, before the reply
//   tag             any number; the same, with the status
//   picture-bin     any number; the same, with the status
// INVALID_ARGUMENT if the last three cannot be sent back.
class MetadataService final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service.
  explicit MetadataService(support::Journal& journal) : journal_(journal) {}

  static constexpr int kMostStreams = 100;

  // Also sends `letters` with the status: how many the reply has.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Also sends `replies` with the status: how many there were.
  grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply>* biHello(
      grpc::CallbackServerContext* context) override;

 private:
  // Sets `greeting` to what the client is greeted by. Otherwise returns what
  // the call is refused with.
  grpc::Status Welcome(grpc::CallbackServerContext& context,
                       std::string& greeting);

  support::CallLimit limit_{kMostStreams};
  support::Journal& journal_;
};

#endif  // EXAMPLES_FEATURES_METADATA_METADATA_SERVICE_H_
