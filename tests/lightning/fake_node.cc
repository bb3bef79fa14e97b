// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_node.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "openssl/sha.h"
#include "support/hex.h"
#include "tests/lightning/fake_parameters.h"

namespace {

using nlohmann::json;

constexpr uint64_t kNow = 1767225600;  // The new year of 2026, in UTC.
constexpr uint64_t kWeek = 604800;     // How long an invoice is good for.
constexpr char kPeer[] =
    "022d223620a359a47ff7f7ac447c85c46c923da53389221a0054c11c1e3ca31d59";

std::string Sha256(const std::string& text) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

// An amount as a number. Core Lightning's own plugin sends "1000msat".
json Msat(const json& amount) {
  if (!amount.is_string() || amount == "any") return amount;
  return std::stoull(amount.get_ref<const std::string&>());
}

// Looks like one: the amount, and then the payment hash in bech32's alphabet.
std::string Bolt11(const json& amount_msat, const std::string& payment_hash) {
  std::string invoice = "lnbcrt";
  if (amount_msat != "any") {
    absl::StrAppend(&invoice, amount_msat.get<uint64_t>(), "0p");
  }
  absl::StrAppend(&invoice, "1pn", payment_hash);
  const size_t data = invoice.size() - payment_hash.size();
  for (size_t i = data; i < invoice.size(); ++i) {
    const size_t digit = std::string("0123456789abcdef").find(invoice[i]);
    invoice[i] = "qpzry9x8gf2tvdw0"[digit];
  }
  return invoice;
}

json Result(json result) { return {{"result", std::move(result)}}; }

json Select(const json& from, const std::vector<std::string>& keys) {
  json selected = json::object();
  for (const std::string& key : keys) {
    if (from.contains(key)) selected[key] = from[key];
  }
  return selected;
}

// An invoice as commands show it: who has not paid does not get the preimage.
json Shown(json invoice) {
  if (invoice["status"] != "paid") invoice.erase("payment_preimage");
  invoice.erase("payment_secret");
  return invoice;
}

}  // namespace

json FakeNode::Error(int64_t code, const std::string& message,
                     const json& data) {
  json error = {{"code", code}, {"message", message}};
  if (!data.is_null()) error["data"] = data;
  return {{"error", error}};
}

std::optional<json> FakeNode::Answer(const std::string& command,
                                     const json& params) {
  const std::vector<std::string> commands = FakeCommands();
  if (!std::binary_search(commands.begin(), commands.end(), command)) {
    return Error(-32601, absl::StrCat("Unknown command '", command, "'"));
  }
  if (auto refused = RefuseParameters(command, params)) return refused;
  if (command == "invoice") return Invoice(params);
  if (command == "listinvoices") return Listinvoices(params);
  if (command == "listpeers") return Listpeers(params);
  if (command == "waitanyinvoice") return Waitanyinvoice(params);
  if (command == "xpay") return Xpay(params);
  if (command == "getinfo") return Getinfo();
  json help = json::array();
  for (const std::string& name : commands) help.push_back({{"command", name}});
  return Result({{"help", help}, {"format-hint", "simple"}});
}

json FakeNode::Getinfo() const {
  return Result({
      {"id",
       "02c8b565720eaa9c3819b7020c4ee7c084cb9f7a6cd347b006eae5e5698df9f490"},
      {"alias", "VERIFY"},
      {"color", "02bf81"},
      {"num_peers", 1},
      {"num_pending_channels", 0},
      {"num_active_channels", 1},
      {"num_inactive_channels", 0},
      {"address", json::array()},
      {"binding",
       json::array(
           {{{"type", "ipv4"}, {"address", "127.0.0.1"}, {"port", 19846}}})},
      {"version", "v26.06.6"},
      {"blockheight", 400},
      {"network", "regtest"},
      {"fees_collected_msat", 0},
      {"lightning-dir", folder_},
      {"our_features",
       {{"init", "08a0880a8a59a1"},
        {"node", "88a0880a8a59a1"},
        {"channel", ""},
        {"invoice", "02000002024100"}}},
  });
}

json FakeNode::Listpeers(const json& params) const {
  json peers = json::array();
  if (!params.contains("id") || params["id"] == kPeer) {
    peers.push_back({{"id", kPeer},
                     {"connected", true},
                     {"num_channels", 1},
                     {"netaddr", json::array({"127.0.0.1:19735"})},
                     {"features", "08a0880a8a59a1"}});
  }
  if (params.contains("level") && !peers.empty()) {
    peers[0]["log"] = {{{"type", "SKIPPED"}, {"num_skipped", 7}},
                       {{"type", "IO_IN"},
                        {"time", "12.345678901"},
                        {"source", "connectd"},
                        {"log", "read"},
                        {"data", "0012"}}};
  }
  return Result({{"peers", peers}});
}

json FakeNode::Invoice(const json& params) {
  const json& label = params["label"];
  if (Find("label", label) != nullptr) {
    return Error(900, absl::StrCat("Duplicate label '",
                                   label.is_string() ? label.get<std::string>()
                                                     : label.dump(),
                                   "'"));
  }
  const size_t index = invoices_.size() + 1;
  const std::string preimage =
      params.contains("preimage")
          ? *support::FromHex(params["preimage"].get<std::string>())
          : Sha256(absl::StrCat("preimage ", index));
  const std::string hash = absl::BytesToHexString(Sha256(preimage));
  const json amount = Msat(params["amount_msat"]);
  json invoice = {
      {"label", label},
      {"bolt11", Bolt11(amount, hash)},
      {"payment_hash", hash},
      {"payment_preimage", absl::BytesToHexString(preimage)},
      {"payment_secret",
       absl::BytesToHexString(Sha256(absl::StrCat("secret ", index)))},
      {"status", "unpaid"},
      {"description", params["description"]},
      {"expires_at", kNow + params.value("expiry", kWeek)},
      {"created_index", index},
  };
  if (amount != "any") invoice["amount_msat"] = amount;
  invoices_.push_back(invoice);
  json result = Select(invoice, {"bolt11", "payment_hash", "payment_secret",
                                 "expires_at", "created_index"});
  result["warning_capacity"] =
      "Insufficient incoming channel capacity to pay invoice";
  return Result(result);
}

json FakeNode::Listinvoices(const json& params) const {
  json shown = json::array();
  const size_t start = params.value("start", size_t{1});
  for (const json& invoice : invoices_) {
    bool wanted = invoice["created_index"] >= start &&
                  shown.size() < params.value("limit", SIZE_MAX) &&
                  !params.contains("offer_id");
    for (const char* const key : {"label", "payment_hash"}) {
      if (params.contains(key) && params[key] != invoice[key]) wanted = false;
    }
    if (params.contains("invstring") &&
        params["invstring"] != invoice["bolt11"]) {
      wanted = false;
    }
    if (wanted) shown.push_back(Shown(invoice));
  }
  return Result({{"invoices", shown}});
}

std::optional<json> FakeNode::Waitanyinvoice(const json& params) const {
  const uint64_t last = params.value("lastpay_index", uint64_t{0});
  for (const json& invoice : invoices_) {
    if (invoice.value("pay_index", uint64_t{0}) > last) {
      return Result(Shown(invoice));
    }
  }
  return std::nullopt;
}

json FakeNode::Xpay(const json& params) {
  const json* const invoice = Find("bolt11", params["invstring"]);
  if (invoice == nullptr) {
    return Error(-32602, "invstring: Invalid bolt11: Bad bech32 string");
  }
  const bool any = !invoice->contains("amount_msat");
  if (any != params.contains("amount_msat")) {
    return Error(-32602, any ? "amount_msat required: the invoice has none"
                             : "amount_msat: the invoice has its own");
  }
  const json amount =
      any ? Msat(params["amount_msat"]) : (*invoice)["amount_msat"];
  if (!Pay((*invoice)["label"], amount)) {
    return Error(203,
                 "Destination said it doesn't know invoice: "
                 "incorrect_or_unknown_payment_details");
  }
  return Result({{"payment_preimage", (*invoice)["payment_preimage"]},
                 {"failed_parts", 0},
                 {"successful_parts", 1},
                 {"amount_msat", amount},
                 {"amount_sent_msat", amount}});
}

bool FakeNode::Pay(const json& label, const json& amount_msat) {
  json* const invoice = Find("label", label);
  if (invoice == nullptr || (*invoice)["status"] == "paid") return false;
  ++paid_;
  invoice->update({{"status", "paid"},
                   {"pay_index", paid_},
                   {"amount_received_msat", amount_msat},
                   {"paid_at", kNow},
                   {"updated_index", paid_}});
  return true;
}

json* FakeNode::Find(const std::string& key, const json& value) {
  const auto found =
      std::find_if(invoices_.begin(), invoices_.end(),
                   [&](const json& invoice) { return invoice[key] == value; });
  return found == invoices_.end() ? nullptr : &*found;
}
