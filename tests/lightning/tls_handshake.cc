// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/tls_handshake.h"

#include <cstddef>
#include <string>

#include "openssl/bio.h"
#include "openssl/pem.h"
#include "openssl/ssl.h"
#include "support/openssl.h"

namespace {

using ContextPtr = support::OpenSslPtr<SSL_CTX, SSL_CTX_free>;
using ConnectionPtr = support::OpenSslPtr<BIO, BIO_free_all>;

// False if it does not make a client.
bool Show(const support::Identity& identity, SSL_CTX& context) {
  if (identity.certificate.empty()) return true;
  const support::BioPtr pem(
      BIO_new_mem_buf(identity.certificate.data(),
                      static_cast<int>(identity.certificate.size())));
  const support::X509Ptr own(
      PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr));
  if (own == nullptr) return false;
  const support::KeyPtr key = support::ParsePrivateKey(identity.private_key);
  if (SSL_CTX_use_certificate(&context, own.get()) != 1 ||
      SSL_CTX_use_PrivateKey(&context, key.get()) != 1) {
    return false;
  }
  while (const support::X509Ptr next{
      PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)}) {
    SSL_CTX_add1_chain_cert(&context, next.get());
  }
  return true;
}

// OpenSSL calls it for all that it sends or gets. `said_hello` is a bool.
void NoticeHello(int is_sent, int /*version*/, int type, const void* message,
                 size_t size, SSL* /*ssl*/, void* said_hello) {
  if (is_sent == 1 && type == SSL3_RT_HANDSHAKE && size > 0 &&
      *static_cast<const unsigned char*>(message) == SSL3_MT_CLIENT_HELLO) {
    *static_cast<bool*>(said_hello) = true;
  }
}

}  // namespace

std::string TlsHandshake(const std::string& address, const TlsOffer& offer) {
  const support::OpenSslErrors errors;
  const ContextPtr context(SSL_CTX_new(TLS_client_method()));
  // Otherwise newer versions of OpenSSL do not even offer TLS 1.1.
  SSL_CTX_set_security_level(context.get(), 0);
  // gRPC's servers want HTTP/2 to be asked for.
  const unsigned char protocols[] = {2, 'h', '2'};
  if (SSL_CTX_set_min_proto_version(context.get(), offer.version) != 1 ||
      SSL_CTX_set_max_proto_version(context.get(), offer.version) != 1 ||
      SSL_CTX_set_alpn_protos(context.get(), protocols, sizeof(protocols)) !=
          0 ||
      !Show(offer.identity, *context)) {
    return support::OpenSslFailure("offer this").ToString();
  }
  bool said_hello = false;
  SSL_CTX_set_msg_callback(context.get(), NoticeHello);
  SSL_CTX_set_msg_callback_arg(context.get(), &said_hello);
  // Nothing is said at the end, to a server that may have gone.
  SSL_CTX_set_quiet_shutdown(context.get(), 1);
  const ConnectionPtr connection(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(connection.get(), address.c_str());
  // It connects first. With TLS 1.3, whether the server accepts the client's
  // certificate shows in what it says next.
  char byte = 0;
  if (BIO_read(connection.get(), &byte, 1) == 1) {
    SSL* ssl = nullptr;
    BIO_get_ssl(connection.get(), &ssl);
    return SSL_get_version(ssl);
  }
  // Not all versions of gRPC tell a client why.
  if (said_hello) return "refused";
  return support::OpenSslFailure("call").ToString();
}
