// SPDX-License-Identifier: Apache-2.0
//
// An inn: a desk, and a porter.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_SERVER_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "inn_desk.h"
#include "inn_porter.h"
#include "support/journal.h"

// Accepts calls for as long as the object exists.
class ErrorHandlingServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. The desk writes to
  // `journal`, which must outlive the server. Fails with UNAVAILABLE if the
  // address is not to be had.
  static absl::StatusOr<std::unique_ptr<ErrorHandlingServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~ErrorHandlingServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit ErrorHandlingServer(support::Journal& journal) : desk_(journal) {}

  // Declared before server_: services must outlive the server that they are
  // registered with.
  InnDesk desk_;
  InnPorter porter_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_SERVER_H_
