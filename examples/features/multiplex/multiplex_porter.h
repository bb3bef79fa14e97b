// SPDX-License-Identifier: Apache-2.0
//
// One call of biHello: for each request a guest is let out.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_PORTER_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_PORTER_H_

#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "multiplex_census.h"
#include "multiplex_room.h"
#include "support/journal.h"

// gRPC calls the On... methods; none of them blocks. One thing is under way at
// any time, a read or a write:
//
//   OnReadDone -> OnWriteDone -> OnReadDone -> ... -> Finish
//
// When the client has cancelled, that one thing fails.
class MultiplexPorter final
    : public grpc::ServerBidiReactor<hello::HelloRequest, hello::HelloReply> {
 public:
  // `context` is gRPC's, the others must outlive the object. Deletes itself
  // when the call is done: create it with new.
  MultiplexPorter(grpc::CallbackServerContext& context, MultiplexCensus& census,
                  MultiplexRoom& room, support::Journal& journal);

  // The reply when there is no guest. The others are names.
  static constexpr char kNobody[] = "nobody";

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  ~MultiplexPorter() override = default;

  void End(const grpc::Status& status);

  MultiplexRoom& room_;
  support::Journal& journal_;
  MultiplexCensus::Entry entry_;
  hello::HelloRequest request_;  // gRPC writes it until OnReadDone,
  hello::HelloReply reply_;      // and reads this one until OnWriteDone.
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_PORTER_H_
