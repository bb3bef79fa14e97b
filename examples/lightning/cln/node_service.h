// SPDX-License-Identifier: Apache-2.0
//
// Any method of a schema, served by one function.

#ifndef EXAMPLES_LIGHTNING_CLN_NODE_SERVICE_H_
#define EXAMPLES_LIGHTNING_CLN_NODE_SERVICE_H_

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "json_rpc_client.h"
#include "node_call.h"
#include "node_schema.h"

// A generic service: gRPC gives it the calls of all methods, with their
// messages as bytes. gRPC calls it on a few threads that all calls share.
class NodeService final : public grpc::CallbackGenericService {
 public:
  // `schema` and `client` must outlive the service.
  NodeService(const NodeSchema& schema, JsonRpcClient& client, int most_calls)
      : schema_(schema),
        most_calls_(most_calls),
        link_{.client = client, .names = {}, .open_calls = 0} {}

  // UNIMPLEMENTED if the schema has no such method, RESOURCE_EXHAUSTED if
  // `most_calls` are open.
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  const NodeSchema& schema_;
  const int most_calls_;
  NodeLink link_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_NODE_SERVICE_H_
