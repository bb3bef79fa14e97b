// SPDX-License-Identifier: Apache-2.0

#include "json_rpc_framing.h"

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/harness.h"

namespace {

using harness::HasCode;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr size_t kLongest = 1000;

// All that is whole in `bytes`, which come `piece` at a time.
absl::StatusOr<std::vector<std::string>> Cut(absl::string_view bytes,
                                             size_t piece = SIZE_MAX,
                                             size_t longest = kLongest) {
  JsonRpcFraming framing(longest);
  std::vector<std::string> objects;
  while (!bytes.empty()) {
    absl::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    for (;;) {
      const auto object = framing.Take(next);
      if (!object.ok()) return object.status();
      if (!object->has_value()) break;
      objects.push_back(**object);
    }
    EXPECT_TRUE(next.empty());
  }
  return objects;
}

std::vector<std::string> MustCut(absl::string_view bytes,
                                 size_t piece = SIZE_MAX) {
  const auto objects = Cut(bytes, piece);
  EXPECT_EQ(objects.status(), absl::OkStatus());
  return objects.value_or(std::vector<std::string>());
}

TEST(JsonRpcFraming, AnObjectIsOverWithItsLastBrace) {
  EXPECT_THAT(MustCut("{}"), ElementsAre("{}"));
  EXPECT_THAT(MustCut(R"({"a":{"b":[{}]}})"),
              ElementsAre(R"({"a":{"b":[{}]}})"));
  EXPECT_THAT(MustCut(R"({"a":{})"), IsEmpty());
}

TEST(JsonRpcFraming, BetweenObjectsIsAnyOrNoSpace) {
  EXPECT_THAT(MustCut("{}\n\n{\n\n}{} \t\r\n{}\n\n"),
              ElementsAre("{}", "{\n\n}", "{}", "{}"));
  EXPECT_THAT(MustCut(" \n"), IsEmpty());
}

TEST(JsonRpcFraming, BracesInStringsAreLetters) {
  for (const std::string object :
       {R"({"}":"{"})", R"({"a":"\"}"})", R"({"a":"\\"})", R"({"a":"\\\"}"})",
        R"({"a":"é\u007d]["})"}) {
    EXPECT_THAT(MustCut(object + object), ElementsAre(object, object));
  }
}

TEST(JsonRpcFraming, WhatIsNoObjectIsRefused) {
  for (const std::string text : {"}", "[]", "null", "1", "\"{}\"", ",", "\xff",
                                 "HTTP/1.1 400 Bad Request"}) {
    const auto objects = Cut(text);
    EXPECT_THAT(objects, HasCode(absl::StatusCode::kInternal)) << text;
    EXPECT_THAT(objects.status().message(), HasSubstr("wanted a JSON object"));
    EXPECT_THAT(Cut("{}\n\n" + text), HasCode(absl::StatusCode::kInternal));
  }
}

TEST(JsonRpcFraming, WhatCameBeforeAFailureIsTaken) {
  JsonRpcFraming framing(kLongest);
  absl::string_view bytes = "{} rubbish";
  const auto object = framing.Take(bytes);
  ASSERT_TRUE(object.ok() && object->has_value());
  EXPECT_EQ(**object, "{}");
  EXPECT_THAT(framing.Take(bytes), HasCode(absl::StatusCode::kInternal));
}

TEST(JsonRpcFraming, OneByteTooMuchIsTooLong) {
  const std::string fits =
      absl::StrCat("{", std::string(kLongest - 2, ' '), "}");
  for (const size_t piece : {size_t{1}, size_t{7}, SIZE_MAX}) {
    const auto both = Cut(fits + "\n\n" + fits, piece);
    ASSERT_EQ(both.status(), absl::OkStatus());
    EXPECT_THAT(*both, ElementsAre(fits, fits));
    const auto objects = Cut("{ " + fits.substr(1), piece);
    EXPECT_THAT(objects, HasCode(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(objects.status().message(), HasSubstr("1000 bytes"));
  }
  EXPECT_THAT(Cut("{" + std::string(kLongest, ' '), 1),
              HasCode(absl::StatusCode::kResourceExhausted))
      << "does not wait for the end";
}

TEST(JsonRpcFraming, OneLevelTooMuchIsTooDeep) {
  constexpr size_t kBrackets = JsonRpcFraming::kDeepest - 1;
  const std::string fits = absl::StrCat("{\"a\":", std::string(kBrackets, '['),
                                        std::string(kBrackets, ']'), "}");
  EXPECT_THAT(MustCut(fits), ElementsAre(fits));
  const auto objects = Cut("{\"a\":[" + fits.substr(5));
  EXPECT_THAT(objects, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(objects.status().message(), HasSubstr("deeper than 100"));
  EXPECT_THAT(Cut("{" + std::string(1000000, '['), SIZE_MAX, SIZE_MAX),
              HasCode(absl::StatusCode::kResourceExhausted));
}

TEST(JsonRpcFraming, WhatIsNoJsonInsideBracesIsLeftToOthers) {
  EXPECT_THAT(MustCut("{]{nonsense}\n"), ElementsAre("{]", "{nonsense}"));
}

// Any JSON, with strings that look like the ends of others.
json RandomJson(std::mt19937& random, int depth) {
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  const auto text = [&] {
    std::string made;
    for (int i = below(8); i > 0; --i) {
      made += std::vector<std::string>{"{",  "}", "[",    "]", "\"", "\\",
                                       "\n", "é", "\x01", ":", "u"}[below(11)];
    }
    return made;
  };
  json made;
  switch (depth > 0 ? below(6) : below(4)) {
    case 0:
      return text();
    case 1:
      return below(1000) / 8.0 - 20;
    case 2:
      return nullptr;
    case 3:
      return true;
    case 4:
      made = json::array();
      for (int i = below(4); i > 0; --i) {
        made.push_back(RandomJson(random, depth - 1));
      }
      return made;
    default:
      made = json::object();
      for (int i = below(4); i > 0; --i) {
        made[text()] = RandomJson(random, depth - 1);
      }
      return made;
  }
}

TEST(JsonRpcFraming, AnyObjectsInAnyPiecesComeOutAsTheyWere) {
  std::mt19937 random(20260101);  // NOLINT: the same at every run.
  for (int run = 0; run < 2000; ++run) {
    std::vector<std::string> objects;
    std::string bytes;
    for (size_t i = random() % 4; i > 0; --i) {
      json object = json::object();
      object["id"] = RandomJson(random, 4);
      const bool pretty = random() % 2 == 0;
      objects.push_back(object.dump(pretty ? 2 : -1));
      bytes += objects.back() + std::string(random() % 3, '\n');
    }
    const size_t piece = 1 + random() % (bytes.size() + 1);
    const auto cut = Cut(bytes, piece, SIZE_MAX);
    ASSERT_EQ(cut.status(), absl::OkStatus()) << bytes;
    EXPECT_EQ(*cut, objects) << bytes;
  }
}

TEST(JsonRpcFraming, TheSizeOfThePiecesNeverMatters) {
  std::mt19937 random(20260102);  // NOLINT: the same at every run.
  for (int run = 0; run < 5000; ++run) {
    std::string bytes = "{";
    for (size_t i = random() % 30; i > 0; --i) {
      bytes += "{}[]\"\\ \nx\xff"[random() % 10];
    }
    const auto whole = Cut(bytes, SIZE_MAX, 20);
    const auto pieces = Cut(bytes, 1 + random() % 5, 20);
    ASSERT_EQ(whole.status().code(), pieces.status().code()) << bytes;
    if (!whole.ok()) continue;
    EXPECT_EQ(*whole, *pieces) << bytes;
  }
}

}  // namespace
