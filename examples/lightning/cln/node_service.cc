// SPDX-License-Identifier: Apache-2.0

#include "node_service.h"

#include "absl/strings/str_cat.h"
#include "support/quote.h"

namespace {

// A call that is over when it has begun.
class Refused final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Refused(const grpc::Status& why) { Finish(why); }
  void OnDone() override { delete this; }

 private:
  ~Refused() override = default;
};

}  // namespace

grpc::ServerGenericBidiReactor* NodeService::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  const NodeMethod* const method = schema_.Find(context->method());
  if (method == nullptr) {
    return new Refused(
        {grpc::StatusCode::UNIMPLEMENTED,
         absl::StrCat("method ", support::Quote(context->method()),
                      ": wanted a unary one of the node.proto "
                      "that this gateway serves")});
  }
  if (++link_.open_calls > most_calls_) {
    --link_.open_calls;
    return new Refused(
        {grpc::StatusCode::RESOURCE_EXHAUSTED,
         absl::StrCat("wanted no more than ", most_calls_, " open calls")});
  }
  return new NodeCall(*method, *context, link_);
}
