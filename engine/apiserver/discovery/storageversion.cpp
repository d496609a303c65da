// Which version of a resource etcd holds, as clients are told.
#include "discovery.h"

#include "api/base64.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace kubarium::apiserver::discovery {

namespace {

struct Stored {
    std::string_view group;
    std::string_view kind;
    std::string_view storedGroup;
    std::string_view storedVersion;
};

// Where it is a version that is not served, or another group: facts of v1.34. All else is stored as it is served.
constexpr std::array stored = {
    Stored{"apiextensions.k8s.io", "CustomResourceDefinition", "apiextensions.k8s.io", "v1beta1"},
    Stored{"events.k8s.io", "Event", "", "v1"},
    Stored{"storage.k8s.io", "VolumeAttributesClass", "storage.k8s.io", "v1beta1"},
};

std::string storedName(Kinds kinds, const api::Kind& kind)
{
    std::string_view group = kind.group;
    std::string_view version = kind.version;
    for (const api::Kind& other : kinds) {
        if (other.group == kind.group && other.kind == kind.kind && other.stored)
            version = other.version;
    }
    for (const Stored& elsewhere : stored) {
        if (elsewhere.group == kind.group && elsewhere.kind == kind.kind) {
            group = elsewhere.storedGroup;
            version = elsewhere.storedVersion;
        }
    }
    return std::string(group) + '/' + std::string(version) + '/' + std::string(kind.kind);
}

} // namespace

std::string storageVersionHash(Kinds kinds, const api::Kind& kind)
{
    // What cannot be watched is computed when asked for (reviews, ComponentStatus); other servers keep their own counsel.
    const bool watched = std::find(kind.verbs.begin(), kind.verbs.end(), "watch") != kind.verbs.end();
    if (!watched || servedBy(kind.group) == ServedBy::Extension)
        return {};
    const std::string name = storedName(kinds, kind);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data());
    std::string hash;
    api::appendBase64(hash, {reinterpret_cast<const char*>(digest.data()), 8});
    return hash;
}

} // namespace kubarium::apiserver::discovery
