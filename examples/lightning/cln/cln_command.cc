// SPDX-License-Identifier: Apache-2.0

#include "cln_command.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cln/node.pb.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"
#include "support/command_line.h"
#include "support/quote.h"
#include "support/text_format.h"
#include "translator.h"

namespace {

using Words = std::vector<std::string>;

absl::Status Wrong(absl::string_view what, absl::string_view value,
                   absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, " ", support::Quote(value), ": wanted ", wanted));
}

// The commands. Each gets the words behind its name, as many as it wants.
class Runner {
 public:
  Runner(const ClnCommandOptions& options, const NodeSchema& schema,
         ClnClient& client, std::ostream& out)
      : options_(options), schema_(schema), client_(client), out_(out) {}

  absl::Status Getinfo(const Words& /*words*/) {
    return Print(client_.Getinfo(options_.timeout));
  }

  absl::Status ListPeers(const Words& words) {
    cln::ListpeersRequest request;
    if (!words.empty()) {
      const absl::Status status =
          FromJson({{"id", words[0]}}, request, Party::kPerson);
      if (!status.ok()) return status;
    }
    return Print(client_.ListPeers(request, options_.timeout));
  }

  absl::Status Invoice(const Words& words) {
    cln::InvoiceRequest request;
    uint64_t msat;
    if (words[0] == "any") {
      request.mutable_amount_msat()->set_any(true);
    } else if (absl::SimpleAtoi(words[0], &msat)) {
      request.mutable_amount_msat()->mutable_amount()->set_msat(msat);
    } else {
      return Wrong("amount", words[0], "millisatoshi, or any");
    }
    request.set_label(words[1]);
    request.set_description(words[2]);
    return Print(client_.Invoice(request, options_.timeout));
  }

  absl::Status ListInvoices(const Words& words) {
    cln::ListinvoicesRequest request;
    if (!words.empty()) request.set_label(words[0]);
    return Print(client_.ListInvoices(request, options_.timeout));
  }

  absl::Status WaitAnyInvoice(const Words& words) {
    cln::WaitanyinvoiceRequest request;
    if (!words.empty()) {
      uint64_t index;
      if (!absl::SimpleAtoi(words[0], &index)) {
        return Wrong("lastpay_index", words[0], "a number");
      }
      request.set_lastpay_index(index);
    }
    return Print(client_.WaitAnyInvoice(request, options_.wait_timeout));
  }

  absl::Status Call(const Words& words) {
    const NodeMethod* const method = Find(words[0]);
    if (method == nullptr) {
      return Wrong("method", words[0],
                   "one of the node.proto, such as ListPeers or listpeers");
    }
    const auto json = nlohmann::json::parse(words.size() > 1 ? words[1] : "{}",
                                            /*cb=*/nullptr,
                                            /*allow_exceptions=*/false);
    if (!json.is_object()) {
      return Wrong("request", words[1], "an object in JSON, such as {}");
    }
    const auto request = absl::WrapUnique(method->request->New());
    absl::Status status = FromJson(json, *request, Party::kPerson);
    if (!status.ok()) return status;
    const auto response = absl::WrapUnique(method->response->New());
    status = client_.Call(method->path, *request, *response, options_.timeout);
    return status.ok() ? Print(*response) : status;
  }

 private:
  const NodeMethod* Find(const std::string& name) const {
    for (const NodeMethod* const method : schema_.methods()) {
      if (method->command == name ||
          absl::EndsWith(method->path, absl::StrCat("/", name))) {
        return method;
      }
    }
    return nullptr;
  }

  template <typename Response>
  absl::Status Print(const absl::StatusOr<Response>& response) {
    return response.ok() ? Print(*response) : response.status();
  }

  absl::Status Print(const google::protobuf::Message& response) {
    if (!options_.json) {
      out_ << support::TextFormat(response);
      return absl::OkStatus();
    }
    const absl::StatusOr<nlohmann::json> json =
        ToJson(response, Party::kPerson);
    if (!json.ok()) return json.status();
    out_ << json->dump(/*indent=*/2) << "\n";
    return absl::OkStatus();
  }

  const ClnCommandOptions& options_;
  const NodeSchema& schema_;
  ClnClient& client_;
  std::ostream& out_;
};

struct Command {
  const char* name;
  const char* arguments;
  size_t least;  // How many words it takes.
  size_t most;
  absl::Status (Runner::*run)(const Words& words);
};

constexpr Command kCommands[] = {
    {"getinfo", "", 0, 0, &Runner::Getinfo},
    {"list-peers", " [ID]", 0, 1, &Runner::ListPeers},
    {"invoice", " MSAT|any LABEL DESCRIPTION", 3, 3, &Runner::Invoice},
    {"list-invoices", " [LABEL]", 0, 1, &Runner::ListInvoices},
    {"wait-any-invoice", " [LASTPAY_INDEX]", 0, 1, &Runner::WaitAnyInvoice},
    {"call", " METHOD [JSON]", 1, 2, &Runner::Call},
};

absl::Status CheckUtf8(const Words& words) {
  for (const std::string& word : words) {
    // All that a protobuf string holds.
    support::Text text;
    std::string wanted;
    if (!support::AbslParseFlag(word, &text, &wanted)) {
      return absl::InvalidArgumentError(
          absl::StrCat("argument ", support::Quote(word), ": ", wanted));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<const Command*> Find(const Words& words) {
  if (absl::Status status = CheckUtf8(words); !status.ok()) return status;
  const std::string name = words.empty() ? "" : words.front();
  for (const Command& command : kCommands) {
    if (name != command.name) continue;
    const size_t arguments = words.size() - 1;
    if (arguments >= command.least && arguments <= command.most) {
      return &command;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("wanted ", command.name, command.arguments));
  }
  return Wrong("command", name, "one of " + ClnCommands());
}

}  // namespace

std::string ClnCommands() {
  std::string all;
  for (const Command& command : kCommands) {
    absl::StrAppend(&all, all.empty() ? "" : ", ", command.name,
                    command.arguments);
  }
  return all;
}

absl::Status CheckClnCommand(const Words& words) {
  return Find(words).status();
}

absl::Status RunClnCommand(const Words& words, const ClnCommandOptions& options,
                           const NodeSchema& schema, ClnClient& client,
                           std::ostream& out) {
  const absl::StatusOr<const Command*> command = Find(words);
  if (!command.ok()) return command.status();
  Runner runner(options, schema, client, out);
  return (runner.*(*command)->run)(Words(words.begin() + 1, words.end()));
}
