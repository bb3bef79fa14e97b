// SPDX-License-Identifier: Apache-2.0
//
// One call of the workshop: long work that is given up once nobody waits.

#ifndef EXAMPLES_FEATURES_DEADLINE_CARVER_H_
#define EXAMPLES_FEATURES_DEADLINE_CARVER_H_

#include <cstddef>
#include <mutex>

#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/grpcpp.h"
#include "helloworld.pb.h"
#include "support/call_limit.h"
#include "support/journal.h"

// Carves a greeting into wood, a letter every kTimePerLetter. gRPC calls the
// On... methods, and the alarm OnAlarm; none of them blocks.
//
// One alarm is set at any time, and Finish follows the last one. Only OnCancel
// comes in between, on another thread: when the deadline has passed, or when
// the client has cancelled or is gone.
class Carver final : public grpc::ServerUnaryReactor {
 public:
  // `request` and `reply` are gRPC's, and are there until Finish. The journal
  // must outlive the object, and so must what has given `slot`. Deletes itself
  // when the call is done: create it with new.
  Carver(const helloworld::HelloRequest& request, helloworld::HelloReply& reply,
         support::CallLimit::Slot slot, support::Journal& journal);

  static constexpr absl::Duration kTimePerLetter = absl::Milliseconds(20);

  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~Carver() override = default;

  void CarveNext();
  void OnAlarm(bool rang);
  void Stop();

  const helloworld::HelloRequest& request_;
  helloworld::HelloReply& reply_;
  support::CallLimit::Slot slot_;
  support::Journal& journal_;
  size_t carved_ = 0;  // Letters.

  // Guards the two below. It may be held over Set and Cancel, because the alarm
  // calls back on another thread.
  std::mutex mutex_;
  bool cancelled_ = false;
  grpc::Alarm alarm_;
};

#endif  // EXAMPLES_FEATURES_DEADLINE_CARVER_H_
