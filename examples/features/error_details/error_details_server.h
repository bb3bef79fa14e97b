// SPDX-License-Identifier: Apache-2.0
//
// The server of both services: the one that is to be copied, and the strange
// one.

#ifndef EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVER_H_
#define EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "error_details_service.h"
#include "error_details_strange.h"
#include "grpcpp/grpcpp.h"
#include "support/journal.h"

// Accepts calls for as long as the object exists.
class ErrorDetailsServer {
 public:
  // Listens on `listen`, HOST:PORT; port 0 picks a free one. Writes what it
  // sees to `journal`, which must outlive the server. Fails with UNAVAILABLE if
  // the address is not to be had.
  static absl::StatusOr<std::unique_ptr<ErrorDetailsServer>> Start(
      const std::string& listen, support::Journal& journal);

  // Cancels the calls that are still open.
  ~ErrorDetailsServer();

  // HOST:PORT, with the port that was picked.
  const std::string& address() const { return address_; }

  // Accepts no more calls, and returns when the open ones have ended. Those
  // still open after `grace` are cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit ErrorDetailsServer(support::Journal& journal)
      : service_(journal), strange_(journal) {}

  // A service outlives its server.
  ErrorDetailsService service_;
  ErrorDetailsStrange strange_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

#endif  // EXAMPLES_FEATURES_ERROR_DETAILS_ERROR_DETAILS_SERVER_H_
