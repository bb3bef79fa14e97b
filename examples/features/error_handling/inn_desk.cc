// SPDX-License-Identifier: Apache-2.0

#include "inn_desk.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "inn_post.h"
#include "support/quote.h"

namespace {

// "write 7 Fish" is "write" and "7 Fish".
std::pair<absl::string_view, absl::string_view> FirstWord(
    absl::string_view text) {
  return absl::StrSplit(text, absl::MaxSplits(' ', 1));
}

// Ends a stream that has not begun.
class InnRefusal final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  explicit InnRefusal(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }

 private:
  ~InnRefusal() override = default;
};

}  // namespace

grpc::ServerUnaryReactor* InnDesk::hello(grpc::CallbackServerContext* context,
                                         const hello::HelloRequest* request,
                                         hello::HelloReply* reply) {
  const grpc::Status status = Answer(*context, *request, *reply);
  Note(status);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

grpc::ServerWriteReactor<hello::HelloReply>* InnDesk::parrotHello(
    grpc::CallbackServerContext* /*context*/,
    const hello::HelloRequest* /*request*/) {
  support::CallLimit::Slot slot(waiting_);
  if (slot.taken()) return new InnPost(std::move(slot));
  const grpc::Status status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                            slot.refusal());
  Note(status);
  return new InnRefusal(status);
}

grpc::Status InnDesk::Answer(const grpc::CallbackServerContext& context,
                             const hello::HelloRequest& request,
                             hello::HelloReply& reply) {
  const std::string& name = request.name();
  if (name.empty() || name.size() > kMostBytes) {
    return {grpc::StatusCode::INVALID_ARGUMENT,
            absl::StrCat("name ", support::Quote(name), ": wanted 1 to ",
                         kMostBytes, " bytes")};
  }
  const auto [wish, rest] = FirstWord(request.greeting());
  if (wish == "stay") return guests_.Stay(name);
  if (wish == "pay") return guests_.Pay(name);
  if (wish == "leave") return guests_.Leave(name);
  if (wish == "page") return book_.ReadPage(rest, *reply.mutable_message());
  if (wish == "chapter") {
    return book_.ReadChapter(rest, *reply.mutable_message());
  }
  if (wish == "board") {
    reply.set_message(board_.Read());
    return grpc::Status::OK;
  }
  if (wish == "write") {
    const auto [version, text] = FirstWord(rest);
    return board_.Write(version, text);
  }
  if (wish == "close") return Close(context);
  return {grpc::StatusCode::INVALID_ARGUMENT,
          absl::StrCat("greeting ", support::Quote(request.greeting()),
                       ": wanted stay, pay, leave, page, chapter, board, "
                       "write or close")};
}

grpc::Status InnDesk::Close(const grpc::CallbackServerContext& context) {
  const auto key = context.client_metadata().find(kKey);
  if (key == context.client_metadata().end() ||
      (key->second != kRoomKey && key->second != kHouseKey)) {
    // No word of what was sent: it may be a secret, if not ours.
    return {grpc::StatusCode::UNAUTHENTICATED,
            absl::StrCat("metadata ", kKey, ": wanted a key of this inn")};
  }
  if (key->second != kHouseKey) {
    return {grpc::StatusCode::PERMISSION_DENIED,
            absl::StrCat("metadata ", kKey, ": wanted the key of the house")};
  }
  guests_.SendAllHome();
  return grpc::Status::OK;
}

void InnDesk::Note(const grpc::Status& status) {
  if (status.ok()) return;
  journal_.Write(absl::StrCat(
      "desk: ",
      absl::StatusCodeToString(absl::StatusCode{status.error_code()})));
}
