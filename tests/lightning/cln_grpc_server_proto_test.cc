// SPDX-License-Identifier: Apache-2.0
//
// A node.proto that is read at run time, and commands whose spelling it does
// not say.

#include <future>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "cln/node.grpc.pb.h"
#include "cln_grpc_server.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "tests/harness.h"
#include "tests/lightning/cln_grpc_server_harness.h"
#include "tests/lightning/fake_lightningd.h"
#include "tests/support/test_folder.h"

namespace {

using absl::StatusCode;
using harness::Context;
using harness::HasCode;
using testing::HasSubstr;

constexpr char kProto[] = R"(
syntax = "proto3";
package cln;
service Node {
  rpc Getinfo(GetInfoRequest) returns (GetInfoResponse);
  rpc Dance(DanceRequest) returns (GetInfoResponse);
}
message GetInfoRequest {}
message DanceRequest { string step = 1; }
message GetInfoResponse { string alias = 2; }
)";

// A gateway that serves it.
class ClnGrpcServerProtoTest : public ClnGrpcServerTest {
 protected:
  ClnGrpcServerProtoTest() {
    ClnGrpcServerOptions options = Options();
    options.proto = folder_.Write("node.proto", kProto);
    Restart(options);
  }

  const TestFolder folder_;
};

TEST_F(ClnGrpcServerProtoTest, ServesAProtoThatItHasNeverSeen) {
  // GetInfoRequest would be get_info: the node is asked what it calls that, and
  // once is enough.
  EXPECT_TRUE(Getinfo().ok());
  EXPECT_EQ(node_.requests().size(), 3);
  EXPECT_TRUE(Getinfo().ok());
  EXPECT_EQ(node_.requests().size(), 4);
  EXPECT_THAT(node_.requests()[3], HasSubstr("\"getinfo\""));
}

TEST_F(ClnGrpcServerProtoTest, ACommandThatTheNodeDoesNotHaveIsUnimplemented) {
  const grpc::Status status = RawCall(channel_, "/cln.Node/Dance", {""}).Wait();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("dance"));
  EXPECT_EQ(node_.requests().size(), 2);
}

TEST_F(ClnGrpcServerProtoTest, ACallMayBeCancelledWhileTheNodeIsAskedForHelp) {
  node_.Hold("help");
  Context context;
  std::promise<grpc::Status> done;
  const cln::GetinfoRequest request;
  cln::GetinfoResponse response;
  stub_->async()->Getinfo(
      &context, &request, &response,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const FakeLightningd::Request help = node_.Next();
  context.TryCancel();
  EXPECT_THAT(done.get_future().get(), HasCode(StatusCode::kCancelled));
  help.WaitUntilClosed();
}

TEST_F(ClnGrpcServerProtoTest,
       ANodeThatGoesWhileItIsAskedForHelpIsUnavailable) {
  node_.Hold("help");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  node_.Next().Close();
  EXPECT_THAT(call.get(), HasCode(StatusCode::kUnavailable));
}

TEST_F(ClnGrpcServerProtoTest, ANodeIsAskedForHelpOnlyOnceInACall) {
  node_.Hold("getinfo");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  // It is in the list, and yet it is not there.
  node_.Next().Fail(-32601, "Unknown command 'getinfo'");
  const grpc::Status status = call.get();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("'getinfo'"));
  EXPECT_EQ(node_.requests().size(), 3);
}

TEST_F(ClnGrpcServerProtoTest, ANodeThatGivesNoHelpDoesNotHaveTheCommand) {
  node_.Hold("help");
  std::future<grpc::Status> call =
      std::async(std::launch::async, [this] { return Getinfo(); });
  node_.Next().Fail(-32602, "no help today");
  const grpc::Status status = call.get();
  EXPECT_THAT(status, HasCode(StatusCode::kUnimplemented));
  EXPECT_THAT(status.error_message(), HasSubstr("'get_info'"));
}

TEST_F(ClnGrpcServerTest, AFileThatIsNoProtoIsRefused) {
  const TestFolder folder;
  ClnGrpcServerOptions options = Options();
  options.proto = folder.Write("node.proto", "message {");
  const auto server = ClnGrpcServer::Start(options);
  ASSERT_THAT(server, HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(server.status().message()), HasSubstr(options.proto));
}

}  // namespace
