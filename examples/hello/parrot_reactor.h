// SPDX-License-Identifier: Apache-2.0
//
// One call of parrotHello: three replies with a wait between them, given up as
// soon as the client has gone.

#ifndef EXAMPLES_HELLO_PARROT_REACTOR_H_
#define EXAMPLES_HELLO_PARROT_REACTOR_H_

#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/grpcpp.h"
#include "hello.pb.h"
#include "support/call_limit.h"

// gRPC calls the On... methods; none of them blocks. One thing is under way at
// any time, a write or the alarm, and the last of them is followed by Finish:
//
//   OnWriteDone -> alarm -> OnWriteDone -> alarm -> OnWriteDone -> Finish
//
// Only OnCancel comes in between, on another thread. OnDone comes after Finish,
// when no method is running any more. So the alarm may call `this`: it has
// called back before Finish, and never outlives the reactor.
class ParrotReactor final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  // Says `words` and a number, three times. If `limit`, which must outlive the
  // object, has no slot left, refuses the call with RESOURCE_EXHAUSTED. Deletes
  // itself when the call is done: create it with new.
  ParrotReactor(std::string words, absl::Duration interval,
                support::CallLimit& limit);

  // A call that waits costs no thread, but it does cost memory.
  static constexpr int kMostOpenCalls = 256;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~ParrotReactor() override = default;

  void Write();
  bool SetAlarm();
  void OnAlarm(bool rang);
  void FinishCancelled();
  void End(const grpc::Status& status);

  const std::string words_;
  const absl::Duration interval_;
  support::CallLimit::Slot slot_;
  int written_ = 0;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.

  // Guards the two below. It may be held over Set and Cancel, because the alarm
  // calls back on another thread.
  std::mutex mutex_;
  bool cancelled_ = false;
  grpc::Alarm alarm_;
};

#endif  // EXAMPLES_HELLO_PARROT_REACTOR_H_
