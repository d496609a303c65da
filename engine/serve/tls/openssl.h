// Owners of what OpenSSL gives out, and its complaints as sentences.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

namespace kubarium::serve::openssl {

template <auto free> struct Free {
    template <class T> void operator()(T* thing) const { free(thing); }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;

// What went wrong last in this thread; the queue of errors is empty afterwards.
std::string complaint(std::string_view what);

// Null if the text holds none.
Certificate certificateFrom(const std::string& pem);
Key keyFrom(const std::string& pem);

} // namespace kubarium::serve::openssl
