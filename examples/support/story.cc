// SPDX-License-Identifier: Apache-2.0

#include "support/story.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace support {
namespace {

constexpr char kSilence[] = "nothing";

}  // namespace

void Story::Step(absl::string_view title) {
  out_ << ++step_ << ". " << title << std::endl;
}

void Story::Note(absl::string_view line) { out_ << "   " << line << std::endl; }

void Story::Expect(absl::string_view who, absl::string_view wanted,
                   absl::string_view got) {
  if (got == wanted) {
    Note(absl::StrCat(who, ": ", got, " (as wanted)"));
    return;
  }
  const std::string line =
      absl::StrCat(who, ": ", got, " (wanted ", wanted, ")");
  Note(line);
  if (wrong_++ == 0) first_wrong_ = absl::StrCat("step ", step_, ", ", line);
}

void Story::ExpectStatus(absl::string_view who, absl::string_view wanted,
                         const absl::Status& got) {
  const std::string code = absl::StatusCodeToString(got.code());
  if (wanted == code) {
    Expect(who, wanted, code);
  } else {
    Expect(who, wanted,
           got.ok() ? code : absl::StrCat(code, ": ", got.message()));
  }
}

void Story::ExpectReply(absl::string_view who, absl::string_view wanted,
                        const absl::StatusOr<std::string>& got) {
  if (got.ok()) {
    Expect(who, wanted, absl::StrCat("OK \"", *got, "\""));
  } else {
    ExpectStatus(who, wanted, got.status());
  }
}

void Story::ExpectServer(absl::string_view wanted) {
  if (journal_ == nullptr) return;
  Expect("server", wanted, journal_->Next().value_or(kSilence));
}

void Story::ExpectServerInAnyOrder(const std::vector<std::string>& wanted) {
  if (journal_ == nullptr) return;
  std::vector<std::string> said;
  for (size_t i = 0; i < wanted.size(); ++i) {
    said.push_back(journal_->Next().value_or(kSilence));
  }
  // What was wanted and said comes first; then what is left of both.
  std::vector<std::string> unsaid;
  for (const std::string& line : wanted) {
    const auto found = std::find(said.begin(), said.end(), line);
    if (found == said.end()) {
      unsaid.push_back(line);
    } else {
      said.erase(found);
      Expect("server", line, line);
    }
  }
  for (size_t i = 0; i < unsaid.size(); ++i) {
    Expect("server", unsaid[i], said[i]);
  }
}

void Story::ExpectServerSaidAll() {
  if (journal_ == nullptr) return;
  while (const auto line = journal_->Next(absl::ZeroDuration())) {
    Expect("server", kSilence, *line);
  }
}

absl::Status Story::Outcome() const {
  if (step_ == 0) return absl::FailedPreconditionError("no step was made");
  if (wrong_ == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      first_wrong_,
      wrong_ == 1 ? "" : absl::StrCat("; and ", wrong_ - 1, " more")));
}

}  // namespace support
