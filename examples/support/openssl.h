// SPDX-License-Identifier: Apache-2.0
//
// What those who use OpenSSL share: owners of what it allocates, its errors,
// and its way to read and to write PEM.

#ifndef EXAMPLES_SUPPORT_OPENSSL_H_
#define EXAMPLES_SUPPORT_OPENSSL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "openssl/asn1.h"
#include "openssl/bio.h"
#include "openssl/bn.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/x509.h"
#include "openssl/x509v3.h"

namespace support {

template <auto kFree>
struct OpenSslFree {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

template <typename T, auto kFree>
using OpenSslPtr = std::unique_ptr<T, OpenSslFree<kFree>>;

using BioPtr = OpenSslPtr<BIO, BIO_free>;
using BignumPtr = OpenSslPtr<BIGNUM, BN_free>;
using ExtensionPtr = OpenSslPtr<X509_EXTENSION, X509_EXTENSION_free>;
using GeneralNamePtr = OpenSslPtr<GENERAL_NAME, GENERAL_NAME_free>;
using GeneralNamesPtr = OpenSslPtr<GENERAL_NAMES, GENERAL_NAMES_free>;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;
using NamePtr = OpenSslPtr<X509_NAME, X509_NAME_free>;
using X509Ptr = OpenSslPtr<X509, X509_free>;

// Takes away the errors that OpenSSL has noted for this thread in the life of
// the object. Others who use OpenSSL, gRPC among them, would take them for
// errors of their own.
class OpenSslErrors {
 public:
  OpenSslErrors() { ERR_set_mark(); }
  ~OpenSslErrors() { ERR_pop_to_mark(); }
  OpenSslErrors(const OpenSslErrors&) = delete;
  OpenSslErrors& operator=(const OpenSslErrors&) = delete;
};

// The status of a function that has failed: OpenSSL has no memory or no random
// numbers left.
absl::Status OpenSslFailure(absl::string_view what);

// What has been written into a BIO of BIO_s_mem().
std::string Written(BIO& writer);

// The first certificate in `pem`, or null.
X509Ptr ParseX509(absl::string_view pem);

// The first private key in `pem`, or null: also for one under a password, since
// there is nobody to ask.
KeyPtr ParsePrivateKey(absl::string_view pem);

}  // namespace support

#endif  // EXAMPLES_SUPPORT_OPENSSL_H_
