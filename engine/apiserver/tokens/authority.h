// The cluster's own authority: signs certificates for those who ask by a CertificateSigningRequest. Pods find its own
// certificate in kube-root-ca.crt.
#pragma once

#include "signingkey.h"

#include <optional>

namespace kubarium::apiserver {

class Authority {
public:
    // `serial`: from which its own certificate gets its number.
    Authority(SigningKey key, const SigningKey::Bytes& serial);

    const SigningKey& key() const { return m_key; }

    const std::string& certificate() const { return m_certificate; } // PEM

    // A certificate (PEM) for another authority's key, so that whoever trusts this one trusts that one's signatures, too.
    // Nothing if that certificate cannot be read.
    std::optional<std::string> certificateFor(const std::string& otherAuthority) const;

private:
    SigningKey m_key;
    SigningKey::Bytes m_serial;
    std::string m_certificate;
};

} // namespace kubarium::apiserver
