// SPDX-License-Identifier: Apache-2.0
//
// What a stand-in for lightningd answers: a node without peers to pay, whose
// clock stands still, so that it says the same at every run.

#ifndef TESTS_LIGHTNING_FAKE_NODE_H_
#define TESTS_LIGHTNING_FAKE_NODE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"

// Names, shapes, codes and texts are those of Core Lightning 26.06.
class FakeNode {
 public:
  // `folder` is what getinfo says.
  explicit FakeNode(std::string folder) : folder_(std::move(folder)) {}

  // {"result": ...} or {"error": ...}. Nothing if the command waits for an
  // invoice that is not paid yet: ask again after the next command.
  std::optional<nlohmann::json> Answer(const std::string& command,
                                       const nlohmann::json& params);

  // Somebody pays the invoice of that label. False if there is none, or it is
  // paid already.
  bool Pay(const nlohmann::json& label, const nlohmann::json& amount_msat);

  // {"error": ...}, with "data" unless that is null.
  static nlohmann::json Error(int64_t code, const std::string& message,
                              const nlohmann::json& data = nullptr);

 private:
  nlohmann::json Getinfo() const;
  nlohmann::json Listpeers(const nlohmann::json& params) const;
  nlohmann::json Invoice(const nlohmann::json& params);
  nlohmann::json Listinvoices(const nlohmann::json& params) const;
  std::optional<nlohmann::json> Waitanyinvoice(
      const nlohmann::json& params) const;
  nlohmann::json Xpay(const nlohmann::json& params);

  // The invoice whose `key` is `value`, or null.
  nlohmann::json* Find(const std::string& key, const nlohmann::json& value);

  const std::string folder_;
  // As listinvoices shows them, with the preimages of the unpaid ones too.
  std::vector<nlohmann::json> invoices_;
  uint64_t paid_ = 0;
};

#endif  // TESTS_LIGHTNING_FAKE_NODE_H_
