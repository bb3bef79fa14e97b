// SPDX-License-Identifier: Apache-2.0

#include "questions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "call_by_name.h"
#include "support/quote.h"

namespace {

bool IsName(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '.';
  });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> Questions::Services(
    absl::Time deadline) {
  server_reflection::Question question;
  question.set_list_services("*");
  const auto answer = Ask(question, deadline);
  if (!answer.ok()) return answer.status();
  if (!answer->has_list_services_response()) {
    return absl::InternalError("the answer to list_services: wanted services");
  }
  std::vector<std::string> names;
  for (const auto& service : answer->list_services_response().service()) {
    // Whoever prints the names need not fear what is in them.
    if (!IsName(service.name())) {
      return absl::InternalError(absl::StrCat("the server's service ",
                                              support::Quote(service.name()),
                                              ": wanted package.Service"));
    }
    names.push_back(service.name());
  }
  return names;
}

absl::StatusOr<Questions::Files> Questions::FileWith(const std::string& symbol,
                                                     absl::Time deadline) {
  server_reflection::Question question;
  question.set_file_containing_symbol(symbol);
  return AskForFiles(question, deadline);
}

absl::StatusOr<Questions::Files> Questions::FileNamed(const std::string& name,
                                                      absl::Time deadline) {
  server_reflection::Question question;
  question.set_file_by_filename(name);
  return AskForFiles(question, deadline);
}

absl::StatusOr<Questions::Files> Questions::AskForFiles(
    const server_reflection::Question& question, absl::Time deadline) {
  const auto answer = Ask(question, deadline);
  if (!answer.ok()) return answer.status();
  if (!answer->has_file_descriptor_response()) {
    return absl::InternalError(
        "the answer to a request for a file: wanted "
        "files");
  }
  Files files;
  for (const std::string& bytes :
       answer->file_descriptor_response().file_descriptor_proto()) {
    if (!files.emplace_back().ParseFromString(bytes)) {
      return absl::InternalError(
          "a file in the answer cannot be read: wanted a FileDescriptorProto");
    }
  }
  return files;
}

absl::StatusOr<server_reflection::Answer> Questions::Ask(
    const server_reflection::Question& question, absl::Time deadline) {
  auto answer = AskVersion(version_, question, deadline);
  // Many servers have only the older version, which is the same but for its
  // name: those with gRPC 1.51, for instance.
  if (absl::IsUnimplemented(answer.status()) && version_ == "v1") {
    answer = AskVersion("v1alpha", question, deadline);
    if (answer.ok()) version_ = "v1alpha";
  }
  if (absl::IsUnimplemented(answer.status())) {
    return absl::UnimplementedError(
        "the server has no reflection: wanted grpc.reflection.v1 or v1alpha");
  }
  if (!answer.ok() || !answer->has_error_response()) return answer;

  const server_reflection::Error& error = answer->error_response();
  const bool known = error.error_code() > 0 && error.error_code() <= 16;
  return absl::Status(
      known ? static_cast<absl::StatusCode>(error.error_code())
            : absl::StatusCode::kUnknown,
      absl::StrCat("the server says ", support::Quote(error.error_message())));
}

absl::StatusOr<server_reflection::Answer> Questions::AskVersion(
    const std::string& version, const server_reflection::Question& question,
    absl::Time deadline) {
  // The method takes a stream of questions. One for each call is enough here.
  int answers = 0;
  server_reflection::Answer answer;
  const absl::Status status = CallByName(
      stub_,
      absl::StrCat("/grpc.reflection.", version,
                   ".ServerReflection/ServerReflectionInfo"),
      question, deadline, [&answers, &answer](grpc::ByteBuffer& reply) {
        if (++answers == 1 && Parse(reply, answer)) return absl::OkStatus();
        return absl::InternalError(
            "the answer cannot be read: wanted one ServerReflectionResponse");
      });
  if (!status.ok()) return status;
  if (answers == 0) return absl::InternalError("no answer: wanted one");
  return answer;
}
