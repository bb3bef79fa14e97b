// SPDX-License-Identifier: Apache-2.0

#include "tests/harness.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace harness {
namespace {

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Text(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!bytes.Valid() || !bytes.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// One request and the first reply of a method that we have no stub for. Both
// are in wire format; an empty reply stands for a failed call.
std::string Call(const std::string& address, const std::string& method,
                 const std::string& request) {
  struct Reactor final
      : grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
    void OnReadDone(bool ok) override {
      if (ok) first = Text(read);
    }
    void OnDone(const grpc::Status& /*status*/) override {
      done.set_value(first);
    }
    grpc::ByteBuffer written;
    grpc::ByteBuffer read;
    std::string first;
    std::promise<std::string> done;
  } reactor;

  Context context;
  grpc::GenericStub stub(ChannelTo(address));
  reactor.written = Bytes(request);
  stub.PrepareBidiStreamingCall(&context, method, {}, &reactor);
  reactor.StartWriteLast(&reactor.written, grpc::WriteOptions());
  reactor.StartRead(&reactor.read);
  reactor.StartCall();
  return reactor.done.get_future().get();
}

}  // namespace

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::string DeadAddress() {
  // Bound and never listened on: connections are refused for as long as this
  // process lives, and nobody else gets the port.
  static const int port = [] {
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(descriptor, generic, size) != 0) return 0;
    if (getsockname(descriptor, generic, &size) != 0) return 0;
    return static_cast<int>(ntohs(address.sin_port));
  }();
  return absl::StrCat("127.0.0.1:", port);
}

Context::Context(absl::Duration timeout) {
  set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

FakeServer::FakeServer(grpc::Service& service) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServer::~FakeServer() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));
}

int HealthOf(const std::string& address, const std::string& service) {
  // HealthCheckRequest.service is string field 1, and
  // HealthCheckResponse.status is enum field 1.
  const std::string reply = Call(
      address, "/grpc.health.v1.Health/Check",
      absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())),
                   service));
  return reply.size() == 2 && reply[0] == 0x08 ? reply[1] : -1;
}

HealthWatch::HealthWatch(const std::string& address)
    : stub_(ChannelTo(address)),
      call_(stub_.PrepareCall(&context_, "/grpc.health.v1.Health/Watch",
                              &queue_)) {
  call_->StartCall(this);
  if (!Done()) return;
  call_->WriteLast(Bytes(""), grpc::WriteOptions(), this);
  EXPECT_TRUE(Done());
}

HealthWatch::~HealthWatch() {
  context_.TryCancel();
  grpc::Status status;
  call_->Finish(&status, this);
  EXPECT_TRUE(Done());
  queue_.Shutdown();
}

int HealthWatch::Next() {
  grpc::ByteBuffer reply;
  call_->Read(&reply, this);
  if (!Done()) return -1;
  const std::string text = Text(reply);
  return text.size() == 2 && text[0] == 0x08 ? text[1] : -1;
}

bool HealthWatch::Done() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

SilentCall::SilentCall(const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& method) {
  grpc::GenericStub(channel).PrepareBidiStreamingCall(&context_, method, {},
                                                      this);
  StartCall();
}

SilentCall::SilentCall(const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& method, const std::string& request)
    : request_(Bytes(request)) {
  grpc::GenericStub(channel).PrepareBidiStreamingCall(&context_, method, {},
                                                      this);
  StartWriteLast(&request_, grpc::WriteOptions());
  StartCall();
}

void SilentCall::OnReadInitialMetadataDone(bool /*ok*/) {
  at_work_.set_value();
}

void SilentCall::OnDone(const grpc::Status& status) {
  status_.set_value(status);
}

bool ReflectionLists(const std::string& address, const std::string& service) {
  // ServerReflectionRequest.list_services is string field 7.
  const std::string reply = Call(
      address, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      std::string("\x3a\x00", 2));
  return absl::StrContains(reply, service);
}

}  // namespace harness
