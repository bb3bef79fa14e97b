// SPDX-License-Identifier: Apache-2.0
//
// The RouteGuide's servers and clients as the contracts see them: by name, and
// all with one interface.

#ifndef TESTS_ROUTE_GUIDE_STYLES_H_
#define TESTS_ROUTE_GUIDE_STYLES_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "guide.h"
#include "tests/harness.h"
#include "tour.h"

class RunningServer {
 public:
  virtual ~RunningServer() = default;
  virtual const std::string& address() const = 0;
  virtual void Shutdown(absl::Duration grace) = 0;
};

struct ServerStyle {
  std::string name;
  std::function<std::unique_ptr<RunningServer>(const RouteGuideOptions&)> start;
};

template <typename Server>
ServerStyle StyleOf(const std::string& name) {
  class Running final : public RunningServer {
   public:
    explicit Running(const RouteGuideOptions& options)
        : server_(harness::MustStart(Server::Start(options))) {}
    const std::string& address() const override { return server_->address(); }
    void Shutdown(absl::Duration grace) override { server_->Shutdown(grace); }

   private:
    const std::unique_ptr<Server> server_;
  };
  return {name, [](const RouteGuideOptions& options) {
            return std::make_unique<Running>(options);
          }};
}

struct ClientStyle {
  std::string name;
  std::function<std::unique_ptr<RouteGuideCalls>(
      const std::shared_ptr<grpc::Channel>&, absl::Duration timeout)>
      make;
};

template <typename Client>
ClientStyle ClientStyleOf(const std::string& name) {
  return {name, [](const std::shared_ptr<grpc::Channel>& channel,
                   absl::Duration timeout) {
            return std::make_unique<Client>(channel, timeout);
          }};
}

// What a failed test is called.
inline std::ostream& operator<<(std::ostream& out, const ServerStyle& style) {
  return out << style.name;
}
inline std::ostream& operator<<(std::ostream& out, const ClientStyle& style) {
  return out << style.name;
}

#endif  // TESTS_ROUTE_GUIDE_STYLES_H_
