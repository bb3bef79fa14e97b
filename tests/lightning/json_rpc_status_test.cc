// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_status.h"

#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/error_details.h"
#include "node_errors.h"
#include "tests/harness.h"

namespace {

using absl::StatusCode;
using harness::HasCode;
using nlohmann::json;
using testing::Lt;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

google::rpc::ErrorInfo InfoOf(const grpc::Status& status) {
  google::rpc::Status described;
  EXPECT_TRUE(grpc::ExtractErrorDetails(status, &described).ok());
  EXPECT_EQ(described.code(), status.error_code());
  EXPECT_EQ(described.message(), status.error_message());
  EXPECT_THAT(described.details(), SizeIs(1));
  google::rpc::ErrorInfo info;
  EXPECT_TRUE(described.details(0).UnpackTo(&info));
  return info;
}

TEST(JsonRpcStatus, KeepsCodeMessageAndData) {
  const grpc::Status status =
      StatusOf({900, "Duplicate label 'é'", json::parse(R"({"a": [1, "é"]})")});
  EXPECT_THAT(status, HasCode(StatusCode::kAlreadyExists));
  EXPECT_EQ(status.error_message(), "900: Duplicate label 'é'");
  const google::rpc::ErrorInfo info = InfoOf(status);
  EXPECT_EQ(info.reason(), "INVOICE_LABEL_ALREADY_EXISTS");
  EXPECT_EQ(info.domain(), "lightningd");
  EXPECT_THAT(info.metadata(),
              UnorderedElementsAre(Pair("code", "900"),
                                   Pair("data", R"({"a":[1,"é"]})")));
}

TEST(JsonRpcStatus, HasNoDataIfThereIsNone) {
  const auto info = InfoOf(StatusOf({-32601, "Unknown command 'x'", {}}));
  EXPECT_EQ(info.reason(), "JSONRPC2_METHOD_NOT_FOUND");
  EXPECT_THAT(info.metadata(), UnorderedElementsAre(Pair("code", "-32601")));
}

TEST(JsonRpcStatus, OfACodeThatNobodyKnowsIsUnknown) {
  for (const int64_t code :
       {int64_t{0}, int64_t{1}, int64_t{216}, int64_t{-32768}, int64_t{2001},
        std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    const grpc::Status status = StatusOf({code, "what", {}});
    EXPECT_THAT(status, HasCode(StatusCode::kUnknown));
    EXPECT_EQ(status.error_message(), absl::StrCat(code, ": what"));
    const auto info = InfoOf(status);
    EXPECT_EQ(info.reason(), "UNKNOWN_ERROR");
    EXPECT_THAT(info.metadata(),
                UnorderedElementsAre(Pair("code", absl::StrCat(code))));
  }
}

TEST(JsonRpcStatus, CutsALongMessageBetweenCharacters) {
  // The 1000th byte is the first of two.
  const std::string message = "x" + std::string(998, 'y') + "ééé";
  EXPECT_EQ(StatusOf({-1, message, {}}).error_message(),
            "-1: x" + std::string(998, 'y'));
  EXPECT_THAT(StatusOf({-1, std::string(1000, 'y'), {}}).error_message(),
              SizeIs(1004));
  // Not a character at all.
  EXPECT_EQ(StatusOf({-1, std::string(5000, '\x80'), {}}).error_message(),
            "-1: ");
}

TEST(JsonRpcStatus, LeavesLongDataOut) {
  const std::string fits(kMostStatusDataBytes - 2, 'x');  // And two quotes.
  EXPECT_THAT(InfoOf(StatusOf({-1, "m", fits})).metadata(), SizeIs(2));
  EXPECT_THAT(InfoOf(StatusOf({-1, "m", fits + "x"})).metadata(), SizeIs(1));
}

TEST(JsonRpcStatus, TakesDataThatIsNoText) {
  const auto info = InfoOf(StatusOf({-1, "m", std::string("\xff")}));
  EXPECT_EQ(info.metadata().at("data"), "\"\xEF\xBF\xBD\"");
}

// A client that gets more than 8 KiB of metadata sees RESOURCE_EXHAUSTED.
TEST(JsonRpcStatus, FitsIntoMetadataAtItsLongest) {
  const std::string wide = "\xF0\x9F\x98\x80";  // Twelve bytes on the way.
  std::string message;
  while (message.size() < 5000) message += wide;
  const grpc::Status status =
      StatusOf({std::numeric_limits<int64_t>::min(), message,
                std::string(kMostStatusDataBytes - 2, 'x')});
  EXPECT_THAT(status.error_message().size() * 3 +
                  (status.error_details().size() + 2) / 3 * 4,
              Lt(7 * 1024));
}

struct Expected {
  int64_t code;
  absl::string_view name;
  StatusCode status;
};

TEST(NodeErrors, HaveTheClosestCode) {
  for (const Expected& e : {
           Expected{-32700, "JSONRPC2_PARSE_ERROR", StatusCode::kInternal},
           {-32602, "JSONRPC2_INVALID_PARAMS", StatusCode::kInvalidArgument},
           {-32601, "JSONRPC2_METHOD_NOT_FOUND", StatusCode::kUnimplemented},
           {-4, "PLUGIN_TERMINATED", StatusCode::kUnavailable},
           {-1, "LIGHTNINGD", StatusCode::kUnknown},
           {200, "PAY_IN_PROGRESS", StatusCode::kFailedPrecondition},
           {205, "PAY_ROUTE_NOT_FOUND", StatusCode::kNotFound},
           {210, "PAY_STOPPED_RETRYING", StatusCode::kDeadlineExceeded},
           {213, "PAY_INVOICE_PREAPPROVAL_DECLINED",
            StatusCode::kPermissionDenied},
           {300, "FUND_MAX_EXCEEDED", StatusCode::kOutOfRange},
           {301, "FUND_CANNOT_AFFORD", StatusCode::kFailedPrecondition},
           {304, "FUNDING_STILL_SYNCING_BITCOIN", StatusCode::kUnavailable},
           {401, "CONNECT_ALL_ADDRESSES_FAILED", StatusCode::kUnavailable},
           {900, "INVOICE_LABEL_ALREADY_EXISTS", StatusCode::kAlreadyExists},
           {904, "INVOICE_WAIT_TIMED_OUT", StatusCode::kDeadlineExceeded},
           {905, "INVOICE_NOT_FOUND", StatusCode::kNotFound},
           {1201, "DATASTORE_DEL_WRONG_GENERATION", StatusCode::kAborted},
           {2000, "WAIT_TIMEOUT", StatusCode::kDeadlineExceeded},
       }) {
    const NodeError& error = FindNodeError(e.code);
    EXPECT_EQ(error.code, e.code);
    EXPECT_EQ(error.name, e.name);
    EXPECT_EQ(error.status, e.status);
  }
}

}  // namespace
