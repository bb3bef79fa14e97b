// SPDX-License-Identifier: Apache-2.0
//
// The gateway: Core Lightning's gRPC interface, in front of a node that speaks
// JSON-RPC over a Unix socket.

#ifndef EXAMPLES_LIGHTNING_CLN_CLN_GRPC_SERVER_H_
#define EXAMPLES_LIGHTNING_CLN_CLN_GRPC_SERVER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "json_rpc_client.h"
#include "node_schema.h"
#include "node_service.h"
#include "support/certificate.h"

struct ClnGrpcServerOptions {
  std::string listen;    // HOST:PORT; port 0 picks a free one.
  std::string rpc_file;  // The node's socket. It need not be there yet.

  std::string ca;              // Whose clients may call: certificates in PEM.
  support::Identity identity;  // What the server shows.

  // The file that says which methods there are. Empty: what is compiled in.
  std::string proto;

  // How many calls may be open at once, of all clients.
  int most_calls = 1000;

  // A client from which nothing has come for so long is asked whether it is
  // there.
  absl::Duration silence = absl::Minutes(5);
};

// Accepts calls for as long as the object exists.
class ClnGrpcServer {
 public:
  // INVALID_ARGUMENT if the proto is none, or the certificates and the key are
  // none. UNAVAILABLE if the address is not to be had.
  static absl::StatusOr<std::unique_ptr<ClnGrpcServer>> Start(
      const ClnGrpcServerOptions& options);

  // Cancels the calls that are still open.
  ~ClnGrpcServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  ClnGrpcServer(std::unique_ptr<NodeSchema> schema,
                const ClnGrpcServerOptions& options)
      : schema_(std::move(schema)),
        client_(options.rpc_file),
        service_(*schema_, client_, options.most_calls) {}

  absl::Status Listen(const ClnGrpcServerOptions& options);

  // In the order of their lifetimes: messages are made from the schema, a call
  // that is cancelled still waits for the JsonRpcClient to say so, and a
  // service outlives the server that it is registered with.
  const std::unique_ptr<NodeSchema> schema_;
  JsonRpcClient client_;
  NodeService service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_CLN_GRPC_SERVER_H_
