// SPDX-License-Identifier: Apache-2.0
//
// Reactors for a client's calls that are made in coroutines:
//
//   coroutine::ClientReader<HelloReply> stream;
//   stub.async()->parrotHello(&context, &request, &stream);
//   stream.StartCall();
//   HelloReply reply;
//   while (co_await stream.Read(&reply)) Print(reply);
//   const grpc::Status status = co_await stream.Finish();
//
// Nothing here throws or unwinds. A read or write that gives false means that
// it was the last one, and Finish says why. A read and a write may be under way
// at the same time, in two coroutines: see Both in task.h.
//
// Each call that was started must be finished: gRPC uses the reactor until
// then. The end comes when the server's status does, and that comes behind all
// its messages: read them, or TryCancel the context, before Finish.
//
// Coroutines run on gRPC's threads, and so do the destructors of what they
// have, contexts among them. A context has a share in its channel, and to
// destroy the last share there is to wait for that very thread (gRPC 1.51). So
// keep the channel, or a stub, where main has it: until SyncWait is over.

#ifndef EXAMPLES_COROUTINE_CLIENT_H_
#define EXAMPLES_COROUTINE_CLIENT_H_

#include <cassert>

#include "coroutine/operation.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/client_callback.h"

namespace coroutine {
namespace internal {

// What the three kinds of streams have in common.
template <typename Reactor>
class ClientCall : public Reactor {
 public:
  ClientCall() = default;
  ClientCall(const ClientCall&) = delete;
  ClientCall& operator=(const ClientCall&) = delete;
  ~ClientCall() override { assert(!open_); }  // Wanted: co_await Finish().

  // Coroutines start operations whenever they like, not just in reactions. The
  // hold keeps gRPC from ending the call in between.
  void StartCall() {
    open_ = true;
    this->AddHold();
    Reactor::StartCall();
  }

  // Comes last: no operation may be under way, and none may follow.
  [[nodiscard]] auto Finish() {
    return Await<grpc::Status>(&end_, [this] { this->RemoveHold(); });
  }

 private:
  void OnDone(const grpc::Status& status) final {
    open_ = false;
    end_.Resume(status);  // May destroy the reactor.
  }

  bool open_ = false;
  Pending<grpc::Status> end_;
};

}  // namespace internal

// A unary call. Finish makes it, and waits for its reply and status.
class ClientUnary final : public grpc::ClientUnaryReactor {
 public:
  [[nodiscard]] auto Finish() {
    return internal::Await<grpc::Status>(&end_, [this] { StartCall(); });
  }

 private:
  void OnDone(const grpc::Status& status) override { end_.Resume(status); }

  internal::Pending<grpc::Status> end_;
};

template <typename Response>
class ClientReader final
    : public internal::ClientCall<grpc::ClientReadReactor<Response>> {
 public:
  [[nodiscard]] auto Read(Response* message) {
    return internal::Await<bool>(&read_,
                                 [this, message] { this->StartRead(message); });
  }

 private:
  void OnReadDone(bool ok) override { read_.Resume(ok); }

  internal::Pending<bool> read_;
};

template <typename Request>
class ClientWriter final
    : public internal::ClientCall<grpc::ClientWriteReactor<Request>> {
 public:
  [[nodiscard]] auto Write(const Request& message,
                           grpc::WriteOptions options = {}) {
    return internal::Await<bool>(&write_, [this, &message, options] {
      this->StartWrite(&message, options);
    });
  }

  // Half-closes: the server reads no more.
  [[nodiscard]] auto WritesDone() {
    return internal::Await<bool>(&write_, [this] { this->StartWritesDone(); });
  }

 private:
  void OnWriteDone(bool ok) override { write_.Resume(ok); }
  void OnWritesDoneDone(bool ok) override { write_.Resume(ok); }

  internal::Pending<bool> write_;
};

template <typename Request, typename Response>
class ClientStream final
    : public internal::ClientCall<grpc::ClientBidiReactor<Request, Response>> {
 public:
  [[nodiscard]] auto Read(Response* message) {
    return internal::Await<bool>(&read_,
                                 [this, message] { this->StartRead(message); });
  }

  [[nodiscard]] auto Write(const Request& message,
                           grpc::WriteOptions options = {}) {
    return internal::Await<bool>(&write_, [this, &message, options] {
      this->StartWrite(&message, options);
    });
  }

  [[nodiscard]] auto WritesDone() {
    return internal::Await<bool>(&write_, [this] { this->StartWritesDone(); });
  }

 private:
  void OnReadDone(bool ok) override { read_.Resume(ok); }
  void OnWriteDone(bool ok) override { write_.Resume(ok); }
  void OnWritesDoneDone(bool ok) override { write_.Resume(ok); }

  internal::Pending<bool> read_;
  internal::Pending<bool> write_;
};

}  // namespace coroutine

#endif  // EXAMPLES_COROUTINE_CLIENT_H_
