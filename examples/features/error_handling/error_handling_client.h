// SPDX-License-Identifier: Apache-2.0
//
// Somebody who wants something of the inn.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_CLIENT_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "helloworld.grpc.pb.h"

// Thread-safe. Each method returns what the inn says, or the status of the
// failed call. A code that is not one of the 17, which other servers may send,
// comes out as UNKNOWN.
class ErrorHandlingClient {
 public:
  explicit ErrorHandlingClient(const std::shared_ptr<grpc::Channel>& channel)
      : inn_(hello::Hello::NewStub(channel)),
        porter_(helloworld::Greeter::NewStub(channel)) {}

  // At the desk, `name` asks for `wish`; see InnDesk::hello. `key` is shown if
  // it is not empty: printable ASCII, as all metadata.
  absl::StatusOr<std::string> Ask(const std::string& name,
                                  const std::string& wish,
                                  const std::string& key = "");

  // Waits for a letter, which never comes: DEADLINE_EXCEEDED after `timeout`.
  absl::Status WaitForPost(absl::Duration timeout);

  // The same, but cancels the call when the inn has said that it waits.
  absl::Status WaitForPostAndCancel();

  // The porter carries the bags to `room`.
  absl::StatusOr<std::string> CarryBags(const std::string& room);

  // And once more, which he does not know how to do.
  absl::StatusOr<std::string> CarryBagsAgain(const std::string& room);

 private:
  const std::unique_ptr<hello::Hello::Stub> inn_;
  const std::unique_ptr<helloworld::Greeter::Stub> porter_;
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_ERROR_HANDLING_CLIENT_H_
