// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the interceptors have in common.

#ifndef TESTS_FEATURES_INTERCEPTORS_HARNESS_H_
#define TESTS_FEATURES_INTERCEPTORS_HARNESS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"
#include "interceptors_client.h"
#include "interceptors_server.h"
#include "method_stats.h"
#include "support/journal.h"
#include "tests/harness.h"

inline constexpr char kSayHello[] = "/helloworld.Greeter/SayHello";
inline constexpr char kSayHelloAgain[] = "/helloworld.Greeter/SayHelloAgain";

inline helloworld::HelloRequest RequestOf(const std::string& name) {
  helloworld::HelloRequest request;
  request.set_name(name);
  return request;
}

// The server, and a client with interceptors.
class InterceptorsTest : public testing::Test {
 protected:
  // Calls that the server has had of a method.
  int64_t Calls(const std::string& method) const {
    return server_->stats().All().at(method).calls;
  }

  support::Journal journal_;  // Outlives the server, which writes to it.
  support::Journal log_;      // And this one the channel.
  std::unique_ptr<InterceptorsServer> server_ =
      harness::MustStart(InterceptorsServer::Start("127.0.0.1:0", journal_));
  const std::shared_ptr<grpc::Channel> channel_ =
      ChannelWithInterceptors(server_->address(), log_);
  const std::unique_ptr<helloworld::Greeter::Stub> stub_ =
      helloworld::Greeter::NewStub(channel_);
  InterceptorsClient client_{channel_};
};

// Any service, behind the server's own interceptors.
class Intercepted {
 public:
  explicit Intercepted(grpc::Service& service,
                       const std::vector<std::string>& methods = {})
      : stats(methods) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    Start(builder);
  }
  explicit Intercepted(grpc::CallbackGenericService& service) : stats({}) {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service);
    Start(builder);
  }
  ~Intercepted() { server_->Shutdown(absl::ToChronoTime(absl::Now())); }

  support::Journal journal;
  MethodStats stats;
  std::string address;

 private:
  void Start(grpc::ServerBuilder& builder) {
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.experimental().SetInterceptorCreators(
        ServerInterceptors(stats, journal));
    server_ = builder.BuildAndStart();
    address = absl::StrCat("127.0.0.1:", port);
  }

  std::unique_ptr<grpc::Server> server_;
};

#endif  // TESTS_FEATURES_INTERCEPTORS_HARNESS_H_
