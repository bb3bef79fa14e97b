// SPDX-License-Identifier: Apache-2.0

#include "support/openssl.h"

#include <climits>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "openssl/pem.h"

namespace support {
namespace {

// Without it, OpenSSL asks for a password on the terminal.
int NoPassword(char* /*buffer*/, int /*size*/, int /*rwflag*/, void* /*data*/) {
  return -1;
}

// `pem` for OpenSSL to read: nothing if it is longer than OpenSSL can count, or
// is nowhere.
BioPtr Reader(absl::string_view pem) {
  if (pem.size() > INT_MAX || pem.data() == nullptr) pem = "";
  return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

}  // namespace

absl::Status OpenSslFailure(absl::string_view what) {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  return absl::InternalError(absl::StrCat("OpenSSL cannot ", what, ": ",
                                          reason != nullptr ? reason : "?"));
}

std::string Written(BIO& writer) {
  char* text = nullptr;
  const auto size = BIO_get_mem_data(&writer, &text);
  return {text, static_cast<size_t>(size)};
}

X509Ptr ParseX509(absl::string_view pem) {
  return X509Ptr(
      PEM_read_bio_X509(Reader(pem).get(), nullptr, NoPassword, nullptr));
}

KeyPtr ParsePrivateKey(absl::string_view pem) {
  return KeyPtr(
      PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, NoPassword, nullptr));
}

}  // namespace support
