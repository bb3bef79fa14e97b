// SPDX-License-Identifier: Apache-2.0
//
// One attempt, as the server sees it: a call of its own, which says how many
// attempts were made before.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_ATTEMPT_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_ATTEMPT_H_

#include <string>

#include "grpcpp/grpcpp.h"
#include "retry_fault.h"
#include "support/journal.h"

// The server keeps nothing between two attempts: all that it needs to know
// comes with each of them. One thread at a time.
class RetryAttempt {
 public:
  // Reads the metadata of the call that `context` belongs to. `context` and
  // `journal` must outlive the object.
  RetryAttempt(grpc::CallbackServerContext& context, support::Journal& journal);

  // INVALID_ARGUMENT, naming the key, if a value in the metadata is not a
  // number, or out of range.
  const grpc::Status& status() const { return status_; }

  // Whether the attempt was asked to fail at its `request`th request.
  bool FailsAt(int request) const {
    return number_ <= fault_.attempts && request == fault_.request;
  }

  // The status to fail with. What the server has to say of the next attempt is
  // added to the context.
  grpc::Status Fail();

  // The greeting to succeed with.
  std::string Greet(const std::string& name);

 private:
  void Read(const char* key, int least, int most, int& value);

  grpc::CallbackServerContext& context_;
  support::Journal& journal_;
  grpc::Status status_;
  int number_ = 1;
  RetryFault fault_;
};

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_ATTEMPT_H_
