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

// gRPC calls the On... methods; none of them blocks. One thing is under way at
// any time, a write or the alarm, until Finish. Only OnCancel comes in between,
// on another thread.
//
//   OnWriteDone -> alarm -> OnWriteDone -> alarm -> OnWriteDone -> Finish
class ParrotReactor final : public grpc::ServerWriteReactor<hello::HelloReply> {
 public:
  // Says `words` and a number, three times. Deletes itself when the call is
  // done: create it with new.
  ParrotReactor(std::string words, absl::Duration interval);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  ~ParrotReactor() override = default;

  void Write();
  bool SetAlarm();
  void OnAlarm(bool rang);
  void FinishCancelled();

  const std::string words_;
  const absl::Duration interval_;
  int written_ = 0;
  hello::HelloReply reply_;  // gRPC reads it until OnWriteDone.

  std::mutex mutex_;  // Guards the two below.
  bool cancelled_ = false;
  grpc::Alarm alarm_;
};

#endif  // EXAMPLES_HELLO_PARROT_REACTOR_H_
