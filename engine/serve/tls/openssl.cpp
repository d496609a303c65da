#include "openssl.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace kubarium::serve::openssl {

std::string complaint(std::string_view what)
{
    const unsigned long code = ERR_peek_last_error();
    const char* const reason = code ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    return std::string(what) + (reason ? std::string(": ") + reason : std::string());
}

Certificate certificateFrom(const std::string& pem)
{
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

Key keyFrom(const std::string& pem)
{
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

} // namespace kubarium::serve::openssl
