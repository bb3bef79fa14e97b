// SPDX-License-Identifier: Apache-2.0

#include "node_errors.h"

#include <algorithm>
#include <iterator>

namespace {

using enum absl::StatusCode;

// FAILED_PRECONDITION: no use to try again before something else is different.
// ABORTED:             to try again from the beginning is the thing to do.
// UNAVAILABLE:         may pass by itself. What was asked may have been done.
constexpr NodeError kErrors[] = {
    // JSON-RPC's own. What the gateway sends is never malformed.
    {-32700, "JSONRPC2_PARSE_ERROR", kInternal},
    {-32603, "JSONRPC2_INTERNAL_ERROR", kInternal},
    {-32602, "JSONRPC2_INVALID_PARAMS", kInvalidArgument},
    {-32601, "JSONRPC2_METHOD_NOT_FOUND", kUnimplemented},
    {-32600, "JSONRPC2_INVALID_REQUEST", kInternal},

    // The node. Of -1 and -3 only the message tells what is wrong. With -4 and
    // -5 a command has ended half-way, and xpay is one of a plugin's.
    {-5, "LIGHTNINGD_SHUTDOWN", kUnavailable},
    {-4, "PLUGIN_TERMINATED", kUnavailable},
    {-3, "PLUGIN_ERROR", kUnknown},
    {-2, "PARAM_DEV_ERROR", kInternal},
    {-1, "LIGHTNINGD", kUnknown},

    // Paying. A payment under way may still succeed: who pays once more because
    // the code says "try again" may pay twice.
    {200, "PAY_IN_PROGRESS", kFailedPrecondition},
    {201, "PAY_RHASH_ALREADY_USED", kAlreadyExists},
    {202, "PAY_UNPARSEABLE_ONION", kUnknown},
    {203, "PAY_DESTINATION_PERM_FAIL", kFailedPrecondition},
    {204, "PAY_TRY_OTHER_ROUTE", kAborted},
    {205, "PAY_ROUTE_NOT_FOUND", kNotFound},
    {206, "PAY_ROUTE_TOO_EXPENSIVE", kFailedPrecondition},  // See maxfee.
    {207, "PAY_INVOICE_EXPIRED", kFailedPrecondition},
    {208, "PAY_NO_SUCH_PAYMENT", kNotFound},
    {209, "PAY_UNSPECIFIED_ERROR", kUnknown},
    {210, "PAY_STOPPED_RETRYING", kDeadlineExceeded},  // See retry_for.
    {211, "PAY_STATUS_UNEXPECTED", kFailedPrecondition},
    {212, "PAY_INVOICE_REQUEST_INVALID", kInvalidArgument},
    {213, "PAY_INVOICE_PREAPPROVAL_DECLINED", kPermissionDenied},
    {214, "PAY_KEYSEND_PREAPPROVAL_DECLINED", kPermissionDenied},
    {215, "PAY_INSUFFICIENT_FUNDS", kFailedPrecondition},
    {218, "PAY_INJECTPAYMENTONION_FAILED", kUnknown},
    {219, "PAY_INJECTPAYMENTONION_ALREADY_PAID", kAlreadyExists},

    // Funding a channel, and withdrawing.
    {300, "FUND_MAX_EXCEEDED", kOutOfRange},
    {301, "FUND_CANNOT_AFFORD", kFailedPrecondition},
    {302, "FUND_OUTPUT_IS_DUST", kOutOfRange},
    {303, "FUNDING_BROADCAST_FAIL", kAborted},
    {304, "FUNDING_STILL_SYNCING_BITCOIN", kUnavailable},
    {305, "FUNDING_PEER_NOT_CONNECTED", kFailedPrecondition},
    {306, "FUNDING_UNKNOWN_PEER", kNotFound},
    {307, "FUNDING_NOTHING_TO_CANCEL", kFailedPrecondition},
    {308, "FUNDING_CANCEL_NOT_SAFE", kFailedPrecondition},
    {309, "FUNDING_PSBT_INVALID", kInvalidArgument},
    {310, "FUNDING_V2_NOT_SUPPORTED", kFailedPrecondition},  // By the peer.
    {311, "FUNDING_UNKNOWN_CHANNEL", kNotFound},
    {312, "FUNDING_STATE_INVALID", kFailedPrecondition},
    {313, "FUND_CANNOT_AFFORD_WITH_EMERGENCY", kFailedPrecondition},

    // Splicing.
    {350, "SPLICE_BROADCAST_FAIL", kAborted},
    {351, "SPLICE_WRONG_OWNER", kFailedPrecondition},
    {352, "SPLICE_UNKNOWN_CHANNEL", kNotFound},
    {353, "SPLICE_INVALID_CHANNEL_STATE", kFailedPrecondition},
    {354, "SPLICE_NOT_SUPPORTED", kFailedPrecondition},  // By the peer.
    {355, "SPLICE_BUSY_ERROR", kAborted},  // Another splice is under way.
    {356, "SPLICE_INPUT_ERROR", kInvalidArgument},
    {357, "SPLICE_FUNDING_LOW", kFailedPrecondition},
    {358, "SPLICE_STATE_ERROR", kFailedPrecondition},
    {359, "SPLICE_LOW_FEE", kOutOfRange},
    {360, "SPLICE_HIGH_FEE", kOutOfRange},
    {362, "SPLICE_ABORT", kAborted},

    // Connecting, and bitcoind.
    {400, "CONNECT_NO_KNOWN_ADDRESS", kNotFound},
    {401, "CONNECT_ALL_ADDRESSES_FAILED", kUnavailable},
    {402, "CONNECT_DISCONNECTED_DURING", kUnavailable},
    {500, "BCLI_ERROR", kUnavailable},
    {501, "BCLI_NO_FEE_ESTIMATES", kUnavailable},
    {800, "HSM_ECDH_FAILED", kInternal},

    // Invoices.
    {900, "INVOICE_LABEL_ALREADY_EXISTS", kAlreadyExists},
    {901, "INVOICE_PREIMAGE_ALREADY_EXISTS", kAlreadyExists},
    {902, "INVOICE_HINTS_GAVE_NO_ROUTES", kFailedPrecondition},
    {903, "INVOICE_EXPIRED_DURING_WAIT", kFailedPrecondition},
    {904, "INVOICE_WAIT_TIMED_OUT", kDeadlineExceeded},
    {905, "INVOICE_NOT_FOUND", kNotFound},
    {906, "INVOICE_STATUS_UNEXPECTED", kFailedPrecondition},
    {907, "INVOICE_OFFER_INACTIVE", kFailedPrecondition},
    {908, "INVOICE_NO_DESCRIPTION", kFailedPrecondition},

    // Offers. 1004: the other node's answer is wrong.
    {1000, "OFFER_ALREADY_EXISTS", kAlreadyExists},
    {1001, "OFFER_ALREADY_DISABLED", kFailedPrecondition},
    {1002, "OFFER_EXPIRED", kFailedPrecondition},
    {1003, "OFFER_ROUTE_NOT_FOUND", kNotFound},
    {1004, "OFFER_BAD_INVREQ_REPLY", kUnknown},
    {1005, "OFFER_TIMEOUT", kDeadlineExceeded},
    {1006, "OFFER_ALREADY_ENABLED", kFailedPrecondition},

    // The data store. A generation that is not the one expected: somebody else
    // was faster.
    {1200, "DATASTORE_DEL_DOES_NOT_EXIST", kNotFound},
    {1201, "DATASTORE_DEL_WRONG_GENERATION", kAborted},
    {1202, "DATASTORE_UPDATE_ALREADY_EXISTS", kAlreadyExists},
    {1203, "DATASTORE_UPDATE_DOES_NOT_EXIST", kNotFound},
    {1204, "DATASTORE_UPDATE_WRONG_GENERATION", kAborted},
    {1205, "DATASTORE_UPDATE_HAS_CHILDREN", kFailedPrecondition},
    {1206, "DATASTORE_UPDATE_NO_CHILDREN", kFailedPrecondition},

    // Others. A rune is a parameter of checkrune: nobody who calls the gateway
    // is unauthenticated.
    {1301, "SIGNMESSAGE_PUBKEY_NOT_FOUND", kNotFound},
    {1401, "DELFORWARD_NOT_FOUND", kNotFound},
    {1501, "RUNE_NOT_AUTHORIZED", kPermissionDenied},
    {1502, "RUNE_NOT_PERMITTED", kPermissionDenied},
    {1503, "RUNE_BLACKLISTED", kPermissionDenied},
    {1600, "RECOVER_NODE_IN_USE", kFailedPrecondition},
    {2000, "WAIT_TIMEOUT", kDeadlineExceeded},
};

constexpr NodeError kOther = {0, "UNKNOWN_ERROR", kUnknown};

// They are looked up by halves.
static_assert(std::adjacent_find(std::begin(kErrors), std::end(kErrors),
                                 [](const NodeError& a, const NodeError& b) {
                                   return a.code >= b.code;
                                 }) == std::end(kErrors));

constexpr bool IsBefore(const NodeError& error, int64_t code) {
  return error.code < code;
}

}  // namespace

const NodeError& FindNodeError(int64_t code) {
  const auto* const found =
      std::lower_bound(std::begin(kErrors), std::end(kErrors), code, IsBefore);
  return found != std::end(kErrors) && found->code == code ? *found : kOther;
}
