// SPDX-License-Identifier: Apache-2.0

#include "cln_client.h"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "connection_advice.h"
#include "google/protobuf/message.h"
#include "grpcpp/generic/generic_stub.h"
#include "message_bytes.h"
#include "support/exit_status.h"

namespace {

// An answer of the node is 64 MiB at most: that is what the gateway takes.
constexpr int kMostBytes = 64 << 20;

std::shared_ptr<grpc::Channel> MutualTls(const ClnClientOptions& options) {
  // Mutual TLS: each side shows a certificate, and has the CA that must have
  // signed the other's.
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = options.files.ca;
  tls.pem_cert_chain = options.files.identity.certificate;
  tls.pem_private_key = options.files.identity.private_key;
  grpc::ChannelArguments arguments;
  if (!options.server_name.empty()) {
    // The certificate says who the server is, and the target where it is: it
    // cannot know all the addresses by which it is reached.
    arguments.SetSslTargetNameOverride(options.server_name);
  }
  arguments.SetMaxReceiveMessageSize(kMostBytes);
  // A gateway whose machine is gone says nothing. Without pings a call that has
  // no deadline would wait for ever. The wait for the answer has two names, for
  // older and newer versions of gRPC.
  const int silence =
      static_cast<int>(absl::ToInt64Milliseconds(options.silence));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, silence);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, silence / 3);
  arguments.SetInt("grpc.http2.ping_timeout_ms", silence / 3);
  // gRPC 1.51 would stop after two pings, because a call that waits has nothing
  // to send.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return grpc::CreateCustomChannel(options.target, grpc::SslCredentials(tls),
                                   arguments);
}

// True if it is not known what has become of the command.
bool MayGoOn(const grpc::Status& status) {
  const std::string& message = status.error_message();
  // An error of the node, as the gateway gives it.
  const bool from_node = !status.error_details().empty();
  switch (status.error_code()) {
    case grpc::StatusCode::CANCELLED:
      return true;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return !from_node;
    case grpc::StatusCode::UNAVAILABLE:
      // The node stops, or the plugin whose command it was has ended.
      if (from_node) {
        return absl::StartsWith(message, "-5: ") ||
               absl::StartsWith(message, "-4: ");
      }
      return WasPerhapsAsked(message);
    default:
      return false;
  }
}

class Context : public grpc::ClientContext {
 public:
  explicit Context(absl::Duration timeout) {
    set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
};

}  // namespace

ClnClient::ClnClient(ClnClientOptions options)
    : options_(std::move(options)),
      channel_(MutualTls(options_)),
      stub_(cln::Node::NewStub(channel_)) {}

absl::StatusOr<cln::GetinfoResponse> ClnClient::Getinfo(
    absl::Duration timeout) {
  Context context(timeout);
  cln::GetinfoResponse response;
  const absl::Status status =
      Outcome("Getinfo", stub_->Getinfo(&context, {}, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<cln::ListpeersResponse> ClnClient::ListPeers(
    const cln::ListpeersRequest& request, absl::Duration timeout) {
  Context context(timeout);
  cln::ListpeersResponse response;
  const absl::Status status =
      Outcome("ListPeers", stub_->ListPeers(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<cln::InvoiceResponse> ClnClient::Invoice(
    const cln::InvoiceRequest& request, absl::Duration timeout) {
  Context context(timeout);
  cln::InvoiceResponse response;
  const absl::Status status =
      Outcome("Invoice", stub_->Invoice(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<cln::ListinvoicesResponse> ClnClient::ListInvoices(
    const cln::ListinvoicesRequest& request, absl::Duration timeout) {
  Context context(timeout);
  cln::ListinvoicesResponse response;
  const absl::Status status = Outcome(
      "ListInvoices", stub_->ListInvoices(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<cln::WaitanyinvoiceResponse> ClnClient::WaitAnyInvoice(
    const cln::WaitanyinvoiceRequest& request, absl::Duration timeout) {
  Context context(timeout);
  cln::WaitanyinvoiceResponse response;
  const absl::Status status = Outcome(
      "WaitAnyInvoice", stub_->WaitAnyInvoice(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::Status ClnClient::Call(const std::string& path,
                             const google::protobuf::Message& request,
                             google::protobuf::Message& response,
                             absl::Duration timeout) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::optional<grpc::ByteBuffer> question = ToBytes(request);
  if (!question.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": wanted a smaller request"));
  }
  // A generic stub has no synchronous form.
  Context context(timeout);
  grpc::ByteBuffer answer;
  std::promise<grpc::Status> done;
  grpc::GenericStub(channel_).UnaryCall(
      &context, path, {}, &*question, &answer,
      [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const absl::Status status = Outcome(name, done.get_future().get());
  if (!status.ok()) return status;
  if (!FromBytes(answer, response)) {
    return absl::InternalError(absl::StrCat(
        name, ": wanted a ", response.GetTypeName(), ", and got other bytes"));
  }
  return absl::OkStatus();
}

absl::Status ClnClient::Outcome(const std::string& call,
                                const grpc::Status& status) const {
  std::string message = status.error_message();
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    absl::StrAppend(&message, ConnectionAdvice(message, options_.target,
                                               options_.files, absl::Now()));
  }
  if (MayGoOn(status)) {
    absl::StrAppend(&message,
                    "; the node may go on with it: a payment may yet be made");
  }
  return support::CallStatus(call, status.error_code(), message);
}
