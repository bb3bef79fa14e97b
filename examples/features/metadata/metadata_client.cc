// SPDX-License-Identifier: Apache-2.0

#include "metadata_client.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "metadata_check.h"
#include "support/exit_status.h"

namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

// Must come before the call is started.
void Prepare(grpc::ClientContext& context, const MetadataEntries& entries) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  for (const auto& [key, value] : entries) context.AddMetadata(key, value);
}

}  // namespace

MetadataAnswer MetadataClient::Hello(const MetadataEntries& entries) {
  const absl::Status status = CheckMetadata(WithToken(entries));
  if (status.ok()) return HelloUnchecked(entries);
  MetadataAnswer refused;
  refused.reply = status;
  return refused;
}

MetadataAnswer MetadataClient::HelloUnchecked(const MetadataEntries& entries) {
  grpc::ClientContext context;
  Prepare(context, WithToken(entries));
  hello::HelloReply reply;
  const grpc::Status status =
      stub_->hello(&context, hello::HelloRequest(), &reply);

  MetadataAnswer answer;
  answer.initial = CopyMetadata(context.GetServerInitialMetadata());
  answer.trailing = CopyMetadata(context.GetServerTrailingMetadata());
  if (status.ok()) {
    answer.reply = reply.message();
  } else {
    answer.reply = support::CallStatus("hello", status.error_code(),
                                       status.error_message());
  }
  return answer;
}

MetadataAnswer MetadataClient::BiHello(const MetadataEntries& entries) {
  MetadataAnswer answer;
  const MetadataEntries all = WithToken(entries);
  if (const absl::Status status = CheckMetadata(all); !status.ok()) {
    answer.reply = status;
    return answer;
  }
  grpc::ClientContext context;
  Prepare(context, all);
  const auto stream = stub_->biHello(&context);
  // Returns when it is there, or when the call has failed. It can be asked for
  // no sooner.
  stream->WaitForInitialMetadata();
  answer.initial = CopyMetadata(context.GetServerInitialMetadata());

  const bool sent =
      stream->Write(hello::HelloRequest()) && stream->WritesDone();
  hello::HelloReply reply;
  int replies = 0;
  while (stream->Read(&reply)) ++replies;
  const grpc::Status status = stream->Finish();
  answer.trailing = CopyMetadata(context.GetServerTrailingMetadata());
  if (!status.ok()) {
    answer.reply = support::CallStatus("biHello", status.error_code(),
                                       status.error_message());
  } else if (!sent || replies != 1) {
    answer.reply = absl::InternalError(
        absl::StrCat("biHello: ", replies, " replies: wanted one"));
  } else {
    answer.reply = reply.message();
  }
  return answer;
}

MetadataEntries MetadataClient::WithToken(MetadataEntries entries) const {
  if (!token_.empty()) {
    entries.emplace_back("authorization", absl::StrCat("Bearer ", token_));
  }
  return entries;
}
