// SPDX-License-Identifier: Apache-2.0
//
// What a client does when it gets a code.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_REMEDY_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_REMEDY_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

enum class Remedy {
  kUseTheReply,
  kDoNothing,
  kTakeItAsAnAnswer,
  kCorrectTheRequest,
  kDoWhatIsMissing,
  kSignIn,
  kStartOver,
  kCallLater,
  kCallLaterOrAskForLess,
  kFindOutWhetherItWasDone,
  kGiveUp,
  kReportIt,
};

// What to do in general. A service may say more about its own codes. As UNKNOWN
// is treated what is none of the 17.
Remedy RemedyFor(absl::StatusCode code);

// In words, after "so".
absl::string_view InWords(Remedy remedy);

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_REMEDY_H_
