// SPDX-License-Identifier: Apache-2.0
//
// Serves the Greeter's calls with the completion-queue API: an operation is
// started with a tag, and when it is over the tag comes out of a queue, on a
// thread of our own.

#ifndef EXAMPLES_HELLOWORLD_GREETER_ASYNC_WORKER_H_
#define EXAMPLES_HELLOWORLD_GREETER_ASYNC_WORKER_H_

#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "grpcpp/grpcpp.h"
#include "helloworld.grpc.pb.h"

// A queue, the thread that takes the tags out of it, and the calls which that
// thread serves.
class GreeterAsyncWorker {
 public:
  // `service` and the server of `queue` must outlive the calls.
  GreeterAsyncWorker(helloworld::Greeter::AsyncService& service,
                     std::unique_ptr<grpc::ServerCompletionQueue> queue);

  // Returns when each call has ended, so shut the server down first.
  ~GreeterAsyncWorker();

  // Serves calls from now on. The server must have started.
  void Start();

  // Asks for no more calls. Shut the server down only after this: a Request
  // that is made at that moment can get lost in gRPC, and never come back.
  void Stop();

 private:
  // The calls; the last two are what the service does.
  class Call;
  class SayHelloCall;
  class SayHelloAgainCall;

  // Makes a Request for a call.
  template <typename MethodCall>
  void Ask();

  // Lets the calls go on until the queue is shut down, and empty.
  void Drain();

  helloworld::Greeter::AsyncService& service_;
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::mutex mutex_;
  bool stopping_ = false;         // Guarded by mutex_.
  int calls_ = 0;                 // How many there are. The thread's.
  std::promise<void> all_ended_;  // Set when the last one has gone.
  std::thread thread_;            // The last member, for it uses the others.
};

#endif  // EXAMPLES_HELLOWORLD_GREETER_ASYNC_WORKER_H_
