// SPDX-License-Identifier: Apache-2.0
//
// Service configs: how a channel treats the calls that are made on it. They are
// JSON, which has no comments, so the fields are explained here.
//
// methodConfig: what holds for some of the methods.
//   name: for which. {"service": "hello.Hello"} stands for all methods of that
//     service, {"service": "hello.Hello", "method": "biHello"} for one, {} for
//     all that are not named elsewhere.
//   retryPolicy:
//     maxAttempts: with the first one. At least 2; more than 5 count as 5.
//     initialBackoff: how long gRPC waits before the second attempt. Not under
//       0.002s: gRPC 1.83 loses a call whose wait comes to 0 ms.
//     backoffMultiplier: before each further one, so many times longer,
//     maxBackoff: but never longer than this.
//       Each wait is made up to a fifth longer or shorter at random (gRPC 1.51
//       leaves the first as it is), so that clients that failed together do
//       not come back together.
//     retryableStatusCodes: the failures that are worth another attempt.
// retryThrottling: what holds for all calls to the server. Each attempt that
//     fails with one of those codes takes a token away. With half of them or
//     fewer left nothing is retried.
//   maxTokens: how many there are at first, and at most. Up to 1000.
//   tokenRatio: what each success brings back. Three digits after the point
//     count. Write 1.0 and not 1, which gRPC takes for 0.001.
//
// Other names are not looked at, so that a misspelt one is not noticed.

#ifndef EXAMPLES_FEATURES_RETRY_RETRY_POLICY_H_
#define EXAMPLES_FEATURES_RETRY_RETRY_POLICY_H_

inline constexpr char kThreeAttempts[] = R"json({
  "methodConfig": [{
    "name": [{"service": "hello.Hello"}],
    "retryPolicy": {
      "maxAttempts": 3,
      "initialBackoff": "0.01s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})json";

// The same, with half of four tokens as the limit.
inline constexpr char kThrottled[] = R"json({
  "methodConfig": [{
    "name": [{"service": "hello.Hello"}],
    "retryPolicy": {
      "maxAttempts": 3,
      "initialBackoff": "0.01s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }],
  "retryThrottling": {
    "maxTokens": 4,
    "tokenRatio": 1.0
  }
})json";

#endif  // EXAMPLES_FEATURES_RETRY_RETRY_POLICY_H_
