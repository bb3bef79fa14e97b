// SPDX-License-Identifier: Apache-2.0

#include "server_guard_interceptor.h"

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.pb.h"

using HookPoint = grpc::experimental::InterceptionHookPoints;

grpc::experimental::Interceptor*
ServerGuardInterceptorFactory::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  // Messages come without their types. They are known by the method.
  if (absl::string_view(info->method()) != "/helloworld.Greeter/SayHello") {
    return nullptr;
  }
  return new ServerGuardInterceptor;
}

void ServerGuardInterceptor::Intercept(
    grpc::experimental::InterceptorBatchMethods* batch) {
  if (batch->QueryInterceptionHookPoint(HookPoint::POST_RECV_MESSAGE)) {
    const auto* const request =
        static_cast<const helloworld::HelloRequest*>(batch->GetRecvMessage());
    // There is no way to end the call here. Null if it cannot be read.
    unwelcome_ = request != nullptr && request->name() == "Mallory";
  }
  if (unwelcome_ &&
      batch->QueryInterceptionHookPoint(HookPoint::PRE_SEND_STATUS)) {
    batch->ModifySendStatus(
        grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "name: not you"));
  }
  batch->Proceed();
}
