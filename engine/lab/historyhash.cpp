#include "historyhash.h"

#include "api/encode.h"
#include "apiserver/tokens/derivedbytes.h"

#include <openssl/sha.h>

namespace kubarium::lab {

void HistoryHash::catchUp(const store::Store& store, store::Revision until)
{
    std::string line;
    while (m_revision < until) {
        const store::Change* const change = store.change(m_revision + 1);
        assert(change && "the log was cut before its writes were counted in");
        line.assign(reinterpret_cast<const char*>(m_chain.data()), m_chain.size());
        line += std::to_string(change->revision) + ' ' + change->origin.time.microText() + ' '
            + std::to_string(static_cast<int>(change->type)) + ' ' + std::to_string(change->resource) + ' ';
        const api::ObjectPtr written = apiserver::withoutDerivedBytes(change->now);
        api::appendJson(line, written.type(), written.data());
        SHA256(reinterpret_cast<const unsigned char*>(line.data()), line.size(), m_chain.data());
        m_revision = change->revision;
    }
}

std::string HistoryHash::hex() const
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : m_chain) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace kubarium::lab
