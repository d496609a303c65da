#include "keypair.h"

#include "../base64.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kubarium::api {

namespace {

struct PemBlock {
    std::string type; // "CERTIFICATE"
    std::string der;
};

std::string_view takeLine(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

// "-----BEGIN CERTIFICATE-----" without its dashes and its first word.
std::optional<std::string_view> frameType(std::string_view line, std::string_view word)
{
    const std::string opening = "-----" + std::string(word) + ' ';
    if (!line.starts_with(opening) || !line.ends_with("-----") || line.size() < opening.size() + 5)
        return std::nullopt;
    return line.substr(opening.size(), line.size() - opening.size() - 5);
}

// What stands between the frames; text around blocks and blocks that cannot be read are passed over, as Go does.
std::optional<PemBlock> takeBlock(std::string_view& rest)
{
    while (!rest.empty()) {
        const std::optional<std::string_view> type = frameType(takeLine(rest), "BEGIN");
        if (!type)
            continue;
        std::string body;
        std::string_view behind = rest;
        while (!behind.empty()) {
            const std::string_view line = takeLine(behind);
            if (line.starts_with("-----")) {
                Base64 decoded = decodeBase64(body);
                if (frameType(line, "END") != type || decoded.corruptAt)
                    break;
                rest = behind;
                return PemBlock{std::string(*type), std::move(decoded.bytes)};
            }
            if (line.find(':') == line.npos) // else a header, such as Proc-Type
                body += line;
        }
    }
    return std::nullopt;
}

std::string listed(const std::vector<std::string>& types)
{
    std::string out;
    for (const std::string& type : types)
        out += (out.empty() ? "" : " ") + type;
    return '[' + out + ']';
}

// One value of ASN.1's DER: a tag, a length, that many bytes.
struct Element {
    std::uint8_t tag = 0;
    std::string_view content;
};

constexpr std::uint8_t integer = 0x02;
constexpr std::uint8_t bitString = 0x03;
constexpr std::uint8_t octetString = 0x04;
constexpr std::uint8_t objectId = 0x06;
constexpr std::uint8_t sequence = 0x30;
constexpr std::uint8_t context0 = 0xA0;
constexpr std::uint8_t context1 = 0xA1;

std::optional<Element> take(std::string_view& der)
{
    if (der.size() < 2)
        return std::nullopt;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(der[i]); };
    std::size_t length = byte(1);
    std::size_t header = 2;
    if (length > 0x80) {
        const std::size_t more = length - 0x80;
        if (more > 3 || der.size() < header + more)
            return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < more; ++i)
            length = length << 8U | byte(header + i);
        header += more;
    }
    if (der.size() < header + length)
        return std::nullopt;
    const Element element{byte(0), der.substr(header, length)};
    der.remove_prefix(header + length);
    return element;
}

std::optional<std::string_view> take(std::string_view& der, std::uint8_t tag)
{
    const std::optional<Element> element = take(der);
    return element && element->tag == tag ? std::optional(element->content) : std::nullopt;
}

enum class Algorithm : std::uint8_t { Rsa, Elliptic, Ed25519, Other };

Algorithm algorithmOf(std::string_view id)
{
    using namespace std::string_view_literals;
    if (id == "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"sv)
        return Algorithm::Rsa;
    if (id == "\x2a\x86\x48\xce\x3d\x02\x01"sv)
        return Algorithm::Elliptic;
    return id == "\x2b\x65\x70"sv ? Algorithm::Ed25519 : Algorithm::Other;
}

struct Key {
    Algorithm algorithm;
    std::string_view publicPart; // RSA: the modulus; elliptic: the point; empty if it is not written down
};

std::optional<Key> rsaKey(std::string_view der, bool isPrivate)
{
    auto body = take(der, sequence);
    if (!body || (isPrivate && !take(*body, integer))) // a version first
        return std::nullopt;
    const auto modulus = take(*body, integer);
    return modulus ? std::optional(Key{Algorithm::Rsa, *modulus}) : std::nullopt;
}

// RFC 5915: the point is optional, and hardly ever left out.
std::optional<Key> ellipticKey(std::string_view der)
{
    auto body = take(der, sequence);
    if (!body || !take(*body, integer) || !take(*body, octetString))
        return std::nullopt;
    Key key{Algorithm::Elliptic, {}};
    while (const auto element = take(*body)) {
        if (element->tag != context1)
            continue;
        std::string_view inside = element->content;
        if (const auto bits = take(inside, bitString); bits && !bits->empty())
            key.publicPart = bits->substr(1);
    }
    return key;
}

// PKCS #8 wraps a key and says of which kind it is; the older forms are told by their shape.
std::optional<Key> privateKey(std::string_view der)
{
    if (std::optional<Key> bare = rsaKey(der, true))
        return bare;
    std::string_view whole = der;
    if (auto body = take(whole, sequence); body && take(*body, integer)) {
        if (auto algorithm = take(*body, sequence)) {
            const auto id = take(*algorithm, objectId);
            const auto inside = take(*body, octetString);
            if (!id || !inside)
                return std::nullopt;
            switch (algorithmOf(*id)) {
            case Algorithm::Rsa:
                return rsaKey(*inside, true);
            case Algorithm::Elliptic:
                return ellipticKey(*inside);
            case Algorithm::Ed25519:
                return Key{Algorithm::Ed25519, {}};
            case Algorithm::Other:
                return std::nullopt;
            }
        }
    }
    return ellipticKey(der);
}

// Certificate: { { [0] version, serial, signature, issuer, validity, subject, public key, … }, … }
std::optional<Key> certifiedKey(std::string_view der)
{
    auto certificate = take(der, sequence);
    auto body = certificate ? take(*certificate, sequence) : std::nullopt;
    if (!body)
        return std::nullopt;
    if (!body->empty() && static_cast<std::uint8_t>(body->front()) == context0)
        take(*body);
    if (!take(*body, integer))
        return std::nullopt;
    for (int i = 0; i < 4; ++i) {
        if (!take(*body, sequence))
            return std::nullopt;
    }
    auto info = take(*body, sequence);
    auto algorithm = info ? take(*info, sequence) : std::nullopt;
    const auto id = algorithm ? take(*algorithm, objectId) : std::nullopt;
    const auto bits = info ? take(*info, bitString) : std::nullopt;
    if (!id || !bits || bits->empty())
        return std::nullopt;
    const std::string_view key = bits->substr(1);
    return algorithmOf(*id) == Algorithm::Rsa ? rsaKey(key, false) : Key{algorithmOf(*id), key};
}

struct Found {
    std::string der;
    std::string objection;
};

Found findCertificate(std::string_view pem)
{
    std::vector<std::string> skipped;
    while (std::optional<PemBlock> block = takeBlock(pem)) {
        if (block->type == "CERTIFICATE")
            return {std::move(block->der), {}};
        skipped.push_back(block->type);
    }
    if (skipped.empty())
        return {{}, "tls: failed to find any PEM data in certificate input"};
    if (skipped.size() == 1 && skipped[0].ends_with("PRIVATE KEY")) {
        return {{},
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may "
            "have been switched"};
    }
    return {{},
        "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following "
        "types: " + listed(skipped)};
}

Found findKey(std::string_view pem)
{
    std::vector<std::string> skipped;
    while (std::optional<PemBlock> block = takeBlock(pem)) {
        if (block->type == "PRIVATE KEY" || block->type.ends_with(" PRIVATE KEY"))
            return {std::move(block->der), {}};
        skipped.push_back(block->type);
    }
    if (skipped.empty())
        return {{}, "tls: failed to find any PEM data in key input"};
    if (skipped.size() == 1 && skipped[0] == "CERTIFICATE")
        return {{}, "tls: found a certificate rather than a key in the PEM for the private key"};
    return {{},
        "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the "
        "following types: " + listed(skipped)};
}

} // namespace

std::string keyPairObjection(std::string_view certificatePem, std::string_view keyPem)
{
    const Found certificate = findCertificate(certificatePem);
    if (!certificate.objection.empty())
        return certificate.objection;
    const Found key = findKey(keyPem);
    if (!key.objection.empty())
        return key.objection;
    const std::optional<Key> certified = certifiedKey(certificate.der);
    if (!certified)
        return "x509: malformed certificate";
    const std::optional<Key> own = privateKey(key.der);
    if (certified->algorithm == Algorithm::Other)
        return "tls: unknown public key algorithm";
    if (!own)
        return "tls: failed to parse private key";
    if (own->algorithm != certified->algorithm)
        return "tls: private key type does not match public key type";
    if (!own->publicPart.empty() && own->publicPart != certified->publicPart)
        return "tls: private key does not match public key";
    return {};
}

} // namespace kubarium::api
