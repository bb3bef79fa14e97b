// SPDX-License-Identifier: Apache-2.0
//
// grpc::testing::DefaultReactorTestPeer, by which a test sees what a method has
// done to its context's DefaultReactor.
//
// It is gRPC's own, where the package has it. Debian's of gRPC 1.83 leaves the
// header out, but not what it uses: CallbackServerContext has a friend of that
// name. This is as much of it as we need.

#ifndef EXAMPLES_FEATURES_TESTING_REACTOR_TEST_PEER_H_
#define EXAMPLES_FEATURES_TESTING_REACTOR_TEST_PEER_H_

#if __has_include("grpcpp/test/default_reactor_test_peer.h")
#include "grpcpp/test/default_reactor_test_peer.h"
#else
#include "grpcpp/grpcpp.h"

namespace grpc::testing {

class DefaultReactorTestPeer {
 public:
  // Turns the DefaultReactor of `context` into one that only notes its Finish.
  // Must come before the method is called. `context` must outlive the peer.
  explicit DefaultReactorTestPeer(CallbackServerContext* context)
      : context_(context) {
    context->SetupTestDefaultReactor([](const Status& /*status*/) {});
  }

  // Whether Finish was called, and with what.
  bool test_status_set() const { return context_->test_status_set(); }
  Status test_status() const { return context_->test_status(); }

 private:
  CallbackServerContext* const context_;
};

}  // namespace grpc::testing
#endif

#endif  // EXAMPLES_FEATURES_TESTING_REACTOR_TEST_PEER_H_
