// SPDX-License-Identifier: Apache-2.0
//
// One call of SayHello, seen from the client while it is under way.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_VISIT_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_VISIT_H_

#include <cstdint>
#include <future>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// The call begins with the object, and costs no thread. One thread at a time;
// gRPC calls the On... methods on its own.
class MultiplexVisit final : public grpc::ClientUnaryReactor {
 public:
  // The stub must outlive the object.
  MultiplexVisit(helloworld::Greeter::Stub& stub, const std::string& name);

  // Cancels the call if it is still open, and waits for its end.
  ~MultiplexVisit() override;

  const std::string& name() const { return request_.name(); }

  // Whether the server has neither taken the call nor ended it yet.
  bool IsOnItsWay() const;

  // Waits until the server has taken the call. Returns the number that it gave:
  // one that comes later gets a higher one. 0 if the call ended before.
  int64_t Number() const { return number_.get(); }

  // Waits for the answer. Returns the greeting, or the status of the failed
  // call.
  absl::StatusOr<std::string> Answer() const;

  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadInitialMetadataDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  // gRPC uses these three until OnDone.
  grpc::ClientContext context_;
  helloworld::HelloRequest request_;
  helloworld::HelloReply reply_;

  std::promise<int64_t> number_came_;
  std::promise<grpc::Status> status_came_;
  const std::shared_future<int64_t> number_{number_came_.get_future()};
  const std::shared_future<grpc::Status> status_{status_came_.get_future()};
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_VISIT_H_
