// SPDX-License-Identifier: Apache-2.0

#include "inn_guests.h"

#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "support/quote.h"

namespace {

grpc::Status NoSuchGuest(const std::string& name) {
  return {grpc::StatusCode::NOT_FOUND,
          absl::StrCat("name ", support::Quote(name),
                       ": wanted one who has a room")};
}

}  // namespace

grpc::Status InnGuests::Stay(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (paid_.count(name) > 0) {
    return {grpc::StatusCode::ALREADY_EXISTS,
            absl::StrCat("name ", support::Quote(name),
                         ": wanted one who has no room yet")};
  }
  if (paid_.size() == kRooms) {
    return {grpc::StatusCode::RESOURCE_EXHAUSTED,
            absl::StrCat("all ", kRooms, " rooms are taken")};
  }
  paid_[name] = false;
  return grpc::Status::OK;
}

grpc::Status InnGuests::Pay(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto guest = paid_.find(name);
  if (guest == paid_.end()) return NoSuchGuest(name);
  guest->second = true;
  return grpc::Status::OK;
}

grpc::Status InnGuests::Leave(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto guest = paid_.find(name);
  if (guest == paid_.end()) return NoSuchGuest(name);
  if (!guest->second) {
    return {grpc::StatusCode::FAILED_PRECONDITION,
            absl::StrCat("name ", support::Quote(name),
                         ": wanted one who has paid")};
  }
  paid_.erase(guest);
  return grpc::Status::OK;
}

void InnGuests::SendAllHome() {
  const std::lock_guard lock(mutex_);
  paid_.clear();
}
