// SPDX-License-Identifier: Apache-2.0
//
// One call of biHello, seen from the client: guests are let out through it.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_DOOR_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_DOOR_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"

// The call begins with the object. One thread at a time.
class MultiplexDoor {
 public:
  // The stub must outlive the object.
  explicit MultiplexDoor(hello::Hello::Stub& stub);

  // Cancels the call if it is still open.
  ~MultiplexDoor();

  // Has the guest let out who came last. Returns the name, "nobody" if there
  // was none, or the status of the call if it has ended.
  absl::StatusOr<std::string> LetOut();

  // Ends the call. Returns its status.
  absl::Status Close();

 private:
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<hello::HelloRequest, hello::HelloReply>>
      stream_;
  std::optional<grpc::Status> status_;  // Once it is known.
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_DOOR_H_
