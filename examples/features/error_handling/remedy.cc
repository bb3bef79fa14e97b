// SPDX-License-Identifier: Apache-2.0

#include "remedy.h"

Remedy RemedyFor(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return Remedy::kUseTheReply;
    case absl::StatusCode::kCancelled:
      return Remedy::kDoNothing;  // We wanted it so.
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kOutOfRange:
      return Remedy::kTakeItAsAnAnswer;
    case absl::StatusCode::kInvalidArgument:
      return Remedy::kCorrectTheRequest;
    case absl::StatusCode::kFailedPrecondition:
      return Remedy::kDoWhatIsMissing;
    case absl::StatusCode::kUnauthenticated:
      return Remedy::kSignIn;
    case absl::StatusCode::kAborted:
      return Remedy::kStartOver;  // Not only the last call: all of it.
    case absl::StatusCode::kUnavailable:
      return Remedy::kCallLater;
    case absl::StatusCode::kResourceExhausted:
      return Remedy::kCallLaterOrAskForLess;
    case absl::StatusCode::kDeadlineExceeded:
      return Remedy::kFindOutWhetherItWasDone;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnimplemented:
      return Remedy::kGiveUp;
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    default:
      return Remedy::kReportIt;
  }
}

absl::string_view InWords(Remedy remedy) {
  switch (remedy) {
    case Remedy::kUseTheReply:
      return "use the reply";
    case Remedy::kDoNothing:
      return "do nothing";
    case Remedy::kTakeItAsAnAnswer:
      return "take it as an answer";
    case Remedy::kCorrectTheRequest:
      return "correct the request";
    case Remedy::kDoWhatIsMissing:
      return "do what is missing first";
    case Remedy::kSignIn:
      return "sign in";
    case Remedy::kStartOver:
      return "start over";
    case Remedy::kCallLater:
      return "call again later";
    case Remedy::kCallLaterOrAskForLess:
      return "call again later, or ask for less";
    case Remedy::kFindOutWhetherItWasDone:
      return "find out whether it was done";
    case Remedy::kGiveUp:
      return "give up";
    case Remedy::kReportIt:
      return "report it";
  }
  return "report it";
}
