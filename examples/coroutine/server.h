// SPDX-License-Identifier: Apache-2.0
//
// Reactors for a server's methods whose bodies are coroutines:
//
//   grpc::ServerWriteReactor<HelloReply>* parrotHello(
//       grpc::CallbackServerContext* context,
//       const HelloRequest* request) override {
//     auto* const stream = new coroutine::ServerWriter<HelloReply>(context);
//     stream->Start(Parrot(*stream, *request));
//     return stream;
//   }
//
// The body is a Task<grpc::Status>, and what it returns is the call's status.
// Each await of an operation of the stream is also where the body ends if the
// call is cancelled: it is then destroyed where it stands. The destructors of
// its locals run, and those of the tasks that it waits for, and nothing else.
// So no result of a write needs a look, and a read that fails means that the
// client has half-closed. (Or that it has sent bytes that are no message, which
// gRPC does not tell from a half-close.)
//
// For that to be safe the body does one thing at a time, and never has a call
// of its own, as a client, open while it waits for its stream.

#ifndef EXAMPLES_COROUTINE_SERVER_H_
#define EXAMPLES_COROUTINE_SERVER_H_

#include <coroutine>
#include <optional>
#include <utility>

#include "coroutine/operation.h"
#include "coroutine/task.h"
#include "grpcpp/grpcpp.h"

namespace coroutine {
namespace internal {

// What the four kinds have in common. Create it with new; OnDone deletes it.
template <typename Reactor>
class ServerCall : public Reactor, private Waiter {
 public:
  explicit ServerCall(const grpc::CallbackServerContext* context)
      : context_(context) {}

  // Runs `body` until it waits for the first time. gRPC keeps what is started
  // before the method has returned the reactor, and does it then.
  void Start(Task<grpc::Status> body) {
    body_.emplace(std::move(body));
    body_->Start(this);
  }

  // Without it the metadata go with the first message, or with the status. A
  // first message with a buffer hint would wait for ever (gRPC 1.51).
  [[nodiscard]] auto SendInitialMetadata() {
    return Await<void>(&pending_, [this] { this->StartSendInitialMetadata(); });
  }

 protected:
  ~ServerCall() override = default;

  // The rest of a reaction, and its end: the reactor may be gone afterwards.
  void ReadIsDone(bool ok) {
    if (!ok && context_->IsCancelled()) {
      FinishCancelled();
    } else {
      pending_.Resume(ok);
    }
  }
  void WriteIsDone(bool ok) {
    if (!ok) {
      FinishCancelled();
    } else {
      pending_.Resume(ok);
    }
  }

  Pending<bool> pending_;

 private:
  // Does not resume the body. It goes where it stands, with the reactor.
  void FinishCancelled() {
    // Nobody will see this status; the call is over for the client.
    this->Finish(grpc::Status::CANCELLED);
  }

  std::coroutine_handle<> TaskIsOver() noexcept final {
    this->Finish(body_->Take());
    return std::noop_coroutine();
  }

  void OnSendInitialMetadataDone(bool ok) final { WriteIsDone(ok); }
  void OnDone() final { delete this; }

  const grpc::CallbackServerContext* const context_;
  std::optional<Task<grpc::Status>> body_;
};

}  // namespace internal

using ServerUnary = internal::ServerCall<grpc::ServerUnaryReactor>;

template <typename Request>
class ServerReader final
    : public internal::ServerCall<grpc::ServerReadReactor<Request>> {
 public:
  using internal::ServerCall<grpc::ServerReadReactor<Request>>::ServerCall;

  // Gives true for a message, and false when the client has half-closed.
  [[nodiscard]] auto Read(Request* message) {
    return internal::Await<bool>(&this->pending_,
                                 [this, message] { this->StartRead(message); });
  }

 private:
  void OnReadDone(bool ok) override { this->ReadIsDone(ok); }
};

template <typename Response>
class ServerWriter final
    : public internal::ServerCall<grpc::ServerWriteReactor<Response>> {
 public:
  using internal::ServerCall<grpc::ServerWriteReactor<Response>>::ServerCall;

  [[nodiscard]] auto Write(const Response& message,
                           grpc::WriteOptions options = {}) {
    return internal::Await<void>(&this->pending_, [this, &message, options] {
      this->StartWrite(&message, options);
    });
  }

 private:
  void OnWriteDone(bool ok) override { this->WriteIsDone(ok); }
};

template <typename Request, typename Response>
class ServerStream final
    : public internal::ServerCall<grpc::ServerBidiReactor<Request, Response>> {
 public:
  using internal::ServerCall<
      grpc::ServerBidiReactor<Request, Response>>::ServerCall;

  [[nodiscard]] auto Read(Request* message) {
    return internal::Await<bool>(&this->pending_,
                                 [this, message] { this->StartRead(message); });
  }

  [[nodiscard]] auto Write(const Response& message,
                           grpc::WriteOptions options = {}) {
    return internal::Await<void>(&this->pending_, [this, &message, options] {
      this->StartWrite(&message, options);
    });
  }

 private:
  void OnReadDone(bool ok) override { this->ReadIsDone(ok); }
  void OnWriteDone(bool ok) override { this->WriteIsDone(ok); }
};

}  // namespace coroutine

#endif  // EXAMPLES_COROUTINE_SERVER_H_
