// SPDX-License-Identifier: Apache-2.0
//
// Core Lightning's gRPC interface from the client's side, over mutual TLS.

#ifndef EXAMPLES_LIGHTNING_CLN_CLN_CLIENT_H_
#define EXAMPLES_LIGHTNING_CLN_CLN_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client_files.h"
#include "cln/node.grpc.pb.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

struct ClnClientOptions {
  std::string target = "localhost:9736";

  // Which name the server's certificate must have. Empty: the target's.
  std::string server_name = "cln";

  ClientFiles files;

  // If the server has not sent anything for so long while a call waits, it is
  // asked whether it is still there. The gateway takes offence at less than
  // 10 s.
  absl::Duration silence = absl::Minutes(1);
};

// Thread-safe. A call fails with DEADLINE_EXCEEDED if it takes longer than
// `timeout`, with UNAVAILABLE if there is no connection, and otherwise with
// what the node says. What a person can do about a failure is in its message,
// as far as that can be known, and so is that the command may have been done
// all the same.
class ClnClient {
 public:
  explicit ClnClient(ClnClientOptions options);

  absl::StatusOr<cln::GetinfoResponse> Getinfo(absl::Duration timeout);

  absl::StatusOr<cln::ListpeersResponse> ListPeers(
      const cln::ListpeersRequest& request, absl::Duration timeout);

  absl::StatusOr<cln::InvoiceResponse> Invoice(
      const cln::InvoiceRequest& request, absl::Duration timeout);

  absl::StatusOr<cln::ListinvoicesResponse> ListInvoices(
      const cln::ListinvoicesRequest& request, absl::Duration timeout);

  // Waits until somebody pays.
  absl::StatusOr<cln::WaitanyinvoiceResponse> WaitAnyInvoice(
      const cln::WaitanyinvoiceRequest& request, absl::Duration timeout);

  // Any unary method, also one that is not in the stub: `path` is
  // /package.Service/Method. Fills `response`.
  absl::Status Call(const std::string& path,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response,
                    absl::Duration timeout);

 private:
  absl::Status Outcome(const std::string& call,
                       const grpc::Status& status) const;

  const ClnClientOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<cln::Node::Stub> stub_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_CLN_CLIENT_H_
