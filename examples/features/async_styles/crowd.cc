// SPDX-License-Identifier: Apache-2.0

#include "crowd.h"

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "support/exit_status.h"
#include "support/quote.h"

namespace {

std::string Name(int number) { return absl::StrCat("caller ", number); }

absl::Status StatusOf(const absl::StatusOr<std::string>& outcome, int number) {
  if (!outcome.ok()) return outcome.status();
  const std::string wanted = absl::StrCat("Hello, ", Name(number), "!");
  if (*outcome == wanted) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(support::Quote(*outcome), ": wanted ",
                                          support::Quote(wanted)));
}

}  // namespace

CrowdCall::CrowdCall(const Crowd& crowd, int number) {
  request.set_name(Name(number));
  context.set_deadline(absl::ToChronoTime(crowd.deadline));
  context.AddMetadata("crowd", crowd.id);
}

absl::StatusOr<std::string> CrowdCall::Outcome(
    const grpc::Status& status) const {
  if (status.ok()) return reply.message();
  return support::CallStatus("SayHello", status.error_code(),
                             status.error_message());
}

std::string Summary(const Outcomes& outcomes) {
  struct End {
    int calls = 0;
    std::string message;
  };
  std::map<absl::StatusCode, End> ends;  // OK, which is 0, comes first.
  for (int i = 0; i < static_cast<int>(outcomes.size()); ++i) {
    const absl::Status status = StatusOf(outcomes[i], i);
    End& end = ends[status.code()];
    if (end.calls++ == 0) end.message = std::string(status.message());
  }
  std::vector<std::string> parts;
  for (const auto& [code, end] : ends) {
    parts.push_back(absl::StrCat(end.calls, " ", absl::StatusCodeToString(code),
                                 end.message.empty() ? "" : " (", end.message,
                                 end.message.empty() ? "" : ")"));
  }
  return absl::StrJoin(parts, ", ");
}
