// SPDX-License-Identifier: Apache-2.0
//
// One call of SayHello: it waits, and is answered when it is let out.

#ifndef EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_GUEST_H_
#define EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_GUEST_H_

#include <cstdint>
#include <mutex>
#include <string>

#include "grpcpp/grpcpp.h"
#include "helloworld.pb.h"
#include "multiplex_census.h"
#include "multiplex_room.h"
#include "support/journal.h"

// gRPC calls the On... methods; none of them blocks. The call sends two things:
// its initial metadata at once, so that the client knows that it is there, and
// the end. One of two brings it: the porter, who lets it out, or OnCancel, when
// the client has cancelled or is gone, or its deadline has passed.
class MultiplexGuest final : public grpc::ServerUnaryReactor {
 public:
  // `context`, `request` and `reply` are gRPC's, and are there until Finish.
  // The others must outlive the object. Deletes itself when the call is done:
  // create it with new.
  MultiplexGuest(grpc::CallbackServerContext& context,
                 const helloworld::HelloRequest& request,
                 helloworld::HelloReply& reply, MultiplexCensus& census,
                 MultiplexRoom& room, support::Journal& journal);

  // The key in the initial metadata under which the client finds the number
  // that the room gave.
  static constexpr char kNumber[] = "number";

  // Answers the call. Only for the one who took it out of the room, and for
  // whom the guest may be gone when this returns.
  void LetOut();

  const std::string& name() const { return request_.name(); }

  void OnSendInitialMetadataDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~MultiplexGuest() override = default;

  void End(const grpc::Status& status);

  const helloworld::HelloRequest& request_;
  helloworld::HelloReply& reply_;
  MultiplexRoom& room_;
  support::Journal& journal_;
  MultiplexCensus::Entry entry_;
  int64_t number_ = 0;

  std::mutex mutex_;  // Guards the three below.
  bool announced_ = false;
  bool ended_ = false;
  grpc::Status status_;  // Once it has ended.
};

#endif  // EXAMPLES_FEATURES_MULTIPLEX_MULTIPLEX_GUEST_H_
