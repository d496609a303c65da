// TLS as the server speaks it: 1.2 or newer, HTTP/1.1, and a certificate of the client if it has one. Whether that one is
// good is found after the handshake, so that a bad one can be told "401 Unauthorized" instead of a broken connection.
#pragma once

#include "certificates.h"
#include "openssl.h"

#include "../clientcertificate.h"

namespace kubarium::serve {

// Whose signatures count.
class Trust {
public:
    // `authorities`: PEM certificates. Refused if one cannot be read.
    static api::Parsed<Trust> of(const std::vector<std::string>& authorities);

    // What the client has shown in the handshake; null if nothing.
    std::shared_ptr<const ClientCertificate> shownBy(SSL* connection) const;

private:
    std::shared_ptr<X509_STORE> m_store;
};

// A context for OpenSSL; `authority` is named to clients as the one whose certificates are welcome. `chain`: certificates
// that are shown behind the server's own.
api::Parsed<std::shared_ptr<SSL_CTX>> serverContext(
    const KeyPair& server, const std::string& authority, const std::vector<std::string>& chain);

} // namespace kubarium::serve
