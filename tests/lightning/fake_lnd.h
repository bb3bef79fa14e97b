// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for lnd: it answers as lnd 0.20 does, or 0.21, over TLS, as far as
// lnd_client asks.

#ifndef TESTS_LIGHTNING_FAKE_LND_H_
#define TESTS_LIGHTNING_FAKE_LND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "lnd/stateservice.pb.h"
#include "support/certificate.h"
#include "tests/lightning/fake_invoices.h"
#include "tests/lightning/fake_payments.h"

struct FakeLndOptions {
  std::string listen = "localhost:0";

  // In the certificate.
  std::vector<std::string> hosts = {"fakenode", "localhost", "127.0.0.1",
                                    "::1"};
  absl::Time not_before = absl::Now() - absl::Hours(1);
  absl::Time not_after = absl::Now() + absl::Hours(24 * 30 * 14);

  // False: as after --no-macaroons.
  bool macaroons = true;

  // False: there is no service Lightning, nor any but State.
  bool lightning = true;

  std::string alias = "fakenode";

  // False: as lnd 0.21, which has no SendPayment.
  bool send_payment = true;

  // True: somebody pays each invoice as soon as it is there.
  bool settle = false;

  // True: payments stay under way until a test ends them.
  bool hold_payments = false;
};

// Its own key. A payment to itself is refused.
std::string FakeLndKey();

class FakeLndNode;

class FakeLnd {
 public:
  // What lnd_client needs of lnd's files. The macaroons are those that lnd
  // makes: one that may do all, one that may only look, and one for invoices.
  enum Macaroon { kAdmin, kReadonly, kInvoice };
  static std::string MacaroonBytes(Macaroon macaroon);

  // Makes the certificate; Start listens.
  explicit FakeLnd(const FakeLndOptions& options = {});
  ~FakeLnd();
  FakeLnd(const FakeLnd&) = delete;
  FakeLnd& operator=(const FakeLnd&) = delete;

  // Again after Stop, too: invoices and payments are still there.
  // UNAVAILABLE if the address is not to be had.
  absl::Status Start();

  // Ends streams as lnd does when it shuts down, and stops.
  void Stop();

  // Takes the certificate that is in `folder`, if there is one, as lnd does.
  void TakeCertificate(const std::string& folder);

  // Writes tls.cert, tls.key and data/chain/bitcoin/regtest/*.macaroon into
  // `folder`, with lnd's modes.
  absl::Status WriteFiles(const std::string& folder) const;

  const std::string& address() const { return address_; }
  const std::string& certificate() const { return identity_.certificate; }
  void set_state(lnrpc::WalletState state);

  // If true, no macaroon is good any more.
  void set_macaroons_revoked(bool revoked);

  FakeInvoices& invoices();
  FakePayments& payments();

  // What the last call of any service but State had as macaroons, in hex.
  std::vector<std::string> last_macaroons() const;

  // Waits until so many calls of SubscribeInvoices are open.
  void WaitForSubscriptions(int count);

 private:
  const FakeLndOptions options_;
  support::Identity identity_;
  std::string address_;

  // The services outlive the server.
  std::unique_ptr<FakeLndNode> node_;
  std::unique_ptr<grpc::Service> lightning_;
  std::unique_ptr<grpc::Service> router_;
  std::unique_ptr<grpc::Service> state_;
  std::unique_ptr<grpc::Server> server_;
};

#endif  // TESTS_LIGHTNING_FAKE_LND_H_
