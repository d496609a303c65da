// What the server can do and what its objects look like, as documents: /openapi/v3 with one document for each group and
// version, and /openapi/v2 with everything at once. `kubectl explain` reads them, and so do editors and generators.
//
// Documents are made when they are first asked for, kept, and may be asked for from any thread. They are compact JSON, but
// for v2's second form, which is the one kubectl wants.
#pragma once

#include "apiserver/discovery/groups.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace kubarium::apiserver {

class OpenApi {
public:
    struct Document {
        std::string bytes;
        std::string hash; // SHA-512 in capital hex: the ETag, and what ?hash= says
    };

    // The kinds must outlive this. What they are is fixed: when definitions come or go, another OpenApi is made.
    explicit OpenApi(std::span<const api::Kind> kinds, std::string release = "v1.34.9");
    ~OpenApi();

    // /openapi/v3: the paths of the others, each with its hash.
    const Document& v3Root() const;
    // /openapi/v3/PATH with "api/v1", "apis", "apis/apps/v1", "version" …; null if there is no such document.
    const Document* v3(std::string_view path) const;
    const Document& v2() const;
    // The same in protobuf. Clients ask for it by a name that is no valid media type, and are answered with one that is;
    // either may be accepted.
    const Document& v2Protobuf() const;
    static const std::string_view protobufAsked;
    static const std::string_view protobufAnswered;

private:
    struct Entry;

    const Document& made(const Entry& entry) const;
    std::string written(const Entry& entry) const;
    std::string writtenRoot() const;
    std::string writtenProtobuf() const;

    std::span<const api::Kind> m_kinds;
    std::string m_release;
    std::map<std::string, std::unique_ptr<Entry>, std::less<>> m_v3; // by path
    std::unique_ptr<Entry> m_root;
    std::unique_ptr<Entry> m_v2;
    std::unique_ptr<Entry> m_v2Protobuf;
};

} // namespace kubarium::apiserver
