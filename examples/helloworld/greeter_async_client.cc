// SPDX-License-Identifier: Apache-2.0

#include "greeter_async_client.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "support/exit_status.h"

namespace {

// What gRPC reads and writes until the call comes out of the queue, and what we
// want to know of it then. Its address is the tag.
//
// The request is not here: it is sent in the form that it has when the call is
// prepared. Nor does it matter, as it does with the callback API, when the
// context lets go of the channel: it is not on a thread of gRPC's.
struct Call {
  Call(std::string method_name, GreeterAsyncClient::Done to_do)
      : method(std::move(method_name)), done(std::move(to_do)) {}

  const std::string method;
  const GreeterAsyncClient::Done done;
  grpc::ClientContext context;
  helloworld::HelloReply reply;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<helloworld::HelloReply>>
      reader;
};

}  // namespace

GreeterAsyncClient::GreeterAsyncClient(
    const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
    : stub_(helloworld::Greeter::NewStub(channel)),
      timeout_(timeout),
      thread_([this] { Drain(); }) {}

GreeterAsyncClient::~GreeterAsyncClient() {
  // What was started before still comes out.
  queue_.Shutdown();
  thread_.join();
}

void GreeterAsyncClient::SayHello(const std::string& name, Done done) {
  auto* const call = new Call("SayHello", std::move(done));
  helloworld::HelloRequest request;
  request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  call->reader = stub_->PrepareAsyncSayHello(&call->context, request, &queue_);
  call->reader->StartCall();
  call->reader->Finish(&call->reply, &call->status, call);
}

void GreeterAsyncClient::SayHelloAgain(const std::string& name, Done done) {
  auto* const call = new Call("SayHelloAgain", std::move(done));
  helloworld::HelloRequest request;
  request.set_name(name);
  call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));

  call->reader =
      stub_->PrepareAsyncSayHelloAgain(&call->context, request, &queue_);
  call->reader->StartCall();
  call->reader->Finish(&call->reply, &call->status, call);
}

void GreeterAsyncClient::Drain() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    // A failed call comes back ok, and its status tells why. Not ok is a reply
    // that is no HelloReply, and then the status may still be the server's OK.
    if (!ok && call->status.ok()) {
      call->status =
          grpc::Status(grpc::StatusCode::INTERNAL, "the reply cannot be read");
    }
    call->done(call->status.ok()
                   ? absl::StatusOr<std::string>(call->reply.message())
                   : support::CallStatus(call->method,
                                         call->status.error_code(),
                                         call->status.error_message()));
  }
}
