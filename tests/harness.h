// SPDX-License-Identifier: Apache-2.0
//
// What the tests of every example use: the real server, in this process and on
// a free port, and a channel to it.

#ifndef TESTS_HARNESS_H_
#define TESTS_HARNESS_H_

#include <future>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace harness {

// Long enough for the slowest machine. A test that comes to it has failed.
inline constexpr absl::Duration kForever = absl::Seconds(60);

// A channel of its own: no test shares a connection with another.
std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

// An address on this machine where nobody listens.
std::string DeadAddress();

// A context whose call cannot hang a test.
class Context : public grpc::ClientContext {
 public:
  explicit Context(absl::Duration timeout = kForever);
};

// Ends the test program if `server` is not there: nothing can be tested then.
// Tests listen on 127.0.0.1:0. localhost is two addresses: of a port that is
// free on one of them, another test may have the other, and get the calls.
template <typename Server>
std::unique_ptr<Server> MustStart(
    absl::StatusOr<std::unique_ptr<Server>> server) {
  if (!server.ok()) ADD_FAILURE() << server.status();
  return *std::move(server);
}

// Serves a service that is made up for a test, to see what a client makes of
// answers that our own server never gives.
class FakeServer {
 public:
  // `service` must outlive the server.
  explicit FakeServer(grpc::Service& service);
  ~FakeServer();

  const std::string& address() const { return address_; }

 private:
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

// What grpc.health.v1.Health/Check says of `service`: 1 is SERVING. -1 if the
// call fails.
int HealthOf(const std::string& address, const std::string& service);

// A load balancer that watches the health of a whole server.
class HealthWatch {
 public:
  explicit HealthWatch(const std::string& address);
  ~HealthWatch();

  // What the server says next: 1 is SERVING, 2 is NOT_SERVING. -1 when the call
  // has ended.
  int Next();

  void Cancel() { context_.TryCancel(); }

 private:
  // Waits for the operation under way, and returns whether it succeeded.
  bool Done();

  Context context_;
  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// A call of `method`, /package.Service/Method, that is opened and then sends no
// message. A unary call, too, is open for as long as its request has not come.
class SilentCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  SilentCall(const std::shared_ptr<grpc::Channel>& channel,
             const std::string& method);

  // The same with one message, `request` in wire format, which is the last.
  SilentCall(const std::shared_ptr<grpc::Channel>& channel,
             const std::string& method, const std::string& request);

  // Returns when the server has sent its initial metadata, or the call is over.
  void WaitUntilAtWork() { at_work_.get_future().wait(); }

  void Cancel() { context_.TryCancel(); }

  // How the call has ended. Must be called.
  grpc::Status Wait() { return status_.get_future().get(); }

 private:
  void OnReadInitialMetadataDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  Context context_;
  grpc::ByteBuffer request_;  // gRPC reads it until OnDone.
  std::promise<void> at_work_;
  std::promise<grpc::Status> status_;
};

// True if server reflection lists `service`.
bool ReflectionLists(const std::string& address, const std::string& service);

// ASSERT_THAT(status, HasCode(absl::StatusCode::kCancelled)), for the statuses
// of gRPC and absl and for StatusOr.
inline absl::StatusCode CodeOf(const absl::Status& status) {
  return status.code();
}
inline absl::StatusCode CodeOf(const grpc::Status& status) {
  return static_cast<absl::StatusCode>(status.error_code());
}
template <typename T>
absl::StatusCode CodeOf(const absl::StatusOr<T>& result) {
  return result.status().code();
}
MATCHER_P(HasCode, code, absl::StatusCodeToString(code)) {
  *result_listener << "whose code is " << absl::StatusCodeToString(CodeOf(arg));
  return CodeOf(arg) == code;
}

}  // namespace harness

#endif  // TESTS_HARNESS_H_
