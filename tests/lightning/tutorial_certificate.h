// SPDX-License-Identifier: Apache-2.0
//
// A server certificate as Core Lightning's own tutorial has it made.

#ifndef TESTS_LIGHTNING_TUTORIAL_CERTIFICATE_H_
#define TESTS_LIGHTNING_TUTORIAL_CERTIFICATE_H_

#include "tests/support/test_folder.h"

// Makes server.pem and server-key.pem anew, for node.example and signed by the
// CA in `folder`: an RSA key, and no subject alternative names.
inline void MakeTutorialCertificate(const TestFolder& folder) {
  folder.OpenSsl("genrsa -out server-key.pem 2048");
  folder.OpenSsl(
      "req -key server-key.pem -new -out server.csr -subj /CN=node.example");
  folder.OpenSsl(
      "x509 -req -CA ca.pem -CAkey ca-key.pem -in server.csr -out server.pem "
      "-days 365 -CAcreateserial");
}

#endif  // TESTS_LIGHTNING_TUTORIAL_CERTIFICATE_H_
