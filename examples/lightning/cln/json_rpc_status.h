// SPDX-License-Identifier: Apache-2.0
//
// An error of the node as the status of a call.

#ifndef EXAMPLES_LIGHTNING_CLN_JSON_RPC_STATUS_H_
#define EXAMPLES_LIGHTNING_CLN_JSON_RPC_STATUS_H_

#include <cstddef>

#include "grpcpp/grpcpp.h"
#include "json_rpc_client.h"

// A client takes 8 KiB of metadata, and gets another error in place of one that
// is larger. A byte of a message may become three on the way, and the message
// is sent twice: this leaves a third to the rest.
inline constexpr size_t kMostStatusMessageBytes = 1000;
inline constexpr size_t kMostStatusDataBytes = 1000;

// The closest of gRPC's codes (see node_errors.h) with the message "CODE:
// MESSAGE", of which the beginning must do if it is too long.
//
// The details are a google.rpc.ErrorInfo: its reason is the error's name in
// Core Lightning, as INVOICE_LABEL_ALREADY_EXISTS, its domain "lightningd". In
// its metadata are `code` and, unless there is none or it is too long, `data`
// in JSON.
grpc::Status StatusOf(const JsonRpcError& error);

#endif  // EXAMPLES_LIGHTNING_CLN_JSON_RPC_STATUS_H_
