// SPDX-License-Identifier: Apache-2.0
//
// Where guests say what they want: what is checked first, and who may what.

#ifndef EXAMPLES_FEATURES_ERROR_HANDLING_INN_DESK_H_
#define EXAMPLES_FEATURES_ERROR_HANDLING_INN_DESK_H_

#include <cstddef>

#include "grpcpp/grpcpp.h"
#include "hello.grpc.pb.h"
#include "inn_board.h"
#include "inn_book.h"
#include "inn_guests.h"
#include "support/call_limit.h"
#include "support/journal.h"

// gRPC calls the methods on a few threads that all calls share, several at a
// time.
class InnDesk final : public hello::Hello::CallbackService {
 public:
  // `journal` must outlive the service. Each call that the desk refuses is a
  // line in it, with the code.
  explicit InnDesk(support::Journal& journal) : journal_(journal) {}

  // The keys, which come in the metadata kKey. Here they are words, so that you
  // can read the story. Real ones are secret, and are sent over TLS only.
  static constexpr char kKey[] = "inn-key";
  static constexpr char kRoomKey[] = "room";
  static constexpr char kHouseKey[] = "house";

  static constexpr size_t kMostBytes = 100;
  static constexpr int kMostWaiting = 100;

  // `name` wants what `greeting` says:
  //   stay, pay, leave             a room: see InnGuests
  //   page NUMBER, chapter TITLE   to read in the book: see InnBook
  //   board, write VERSION TEXT    to read or change the board: see InnBoard
  //   close                        to send all guests home: UNAUTHENTICATED
  //                                without a key, PERMISSION_DENIED without
  //                                the key of the house
  // INVALID_ARGUMENT if it is none of these, or the name is empty or longer
  // than kMostBytes.
  grpc::ServerUnaryReactor* hello(grpc::CallbackServerContext* context,
                                  const hello::HelloRequest* request,
                                  hello::HelloReply* reply) override;

  // Says that there is no letter yet, and waits for one. RESOURCE_EXHAUSTED if
  // kMostWaiting others wait.
  grpc::ServerWriteReactor<hello::HelloReply>* parrotHello(
      grpc::CallbackServerContext* context,
      const hello::HelloRequest* request) override;

 private:
  grpc::Status Answer(const grpc::CallbackServerContext& context,
                      const hello::HelloRequest& request,
                      hello::HelloReply& reply);
  grpc::Status Close(const grpc::CallbackServerContext& context);
  void Note(const grpc::Status& status);

  support::Journal& journal_;
  InnGuests guests_;
  const InnBook book_;
  InnBoard board_;
  support::CallLimit waiting_{kMostWaiting};
};

#endif  // EXAMPLES_FEATURES_ERROR_HANDLING_INN_DESK_H_
