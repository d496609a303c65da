#include "gojson.h"

#include "../encode.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace kubarium::api {

namespace {

// Go's names, where they are not the JSON name with a capital; "Type.field" where only that type differs.
std::string goName(const Type& type, std::string_view field)
{
    static const std::unordered_map<std::string_view, std::string_view> names = {
        {"apiGroup", "APIGroup"},
        {"apiVersion", "APIVersion"},
        {"awsElasticBlockStore", "AWSElasticBlockStore"},
        {"cephfs", "CephFS"},
        {"chapAuthDiscovery", "DiscoveryCHAPAuth"},
        {"chapAuthSession", "SessionCHAPAuth"},
        {"csi", "CSI"},
        {"diskURI", "DataDiskURI"},
        {"dnsConfig", "DNSConfig"},
        {"dnsPolicy", "DNSPolicy"},
        {"endpoints", "EndpointsName"},
        {"fc", "FC"},
        {"fsGroup", "FSGroup"},
        {"fsGroupChangePolicy", "FSGroupChangePolicy"},
        {"fsType", "FSType"},
        {"gcePersistentDisk", "GCEPersistentDisk"},
        {"gmsaCredentialSpec", "GMSACredentialSpec"},
        {"gmsaCredentialSpecName", "GMSACredentialSpecName"},
        {"grpc", "GRPC"},
        {"httpGet", "HTTPGet"},
        {"httpHeaders", "HTTPHeaders"},
        {"ip", "IP"},
        {"iqn", "IQN"},
        {"iscsi", "ISCSI"},
        {"iscsiInterface", "ISCSIInterface"},
        {"nfs", "NFS"},
        {"os", "OS"},
        {"pdName", "PDName"},
        {"rbd", "RBD"},
        {"seLinuxChangePolicy", "SELinuxChangePolicy"},
        {"seLinuxOptions", "SELinuxOptions"},
        {"sslEnabled", "SSLEnabled"},
        {"storageos", "StorageOS"},
        {"tcpSocket", "TCPSocket"},
        {"tty", "TTY"},
        {"uid", "UID"},
        {"wwids", "WWIDs"},
        {"RBDPersistentVolumeSource.image", "RBDImage"},
        {"RBDPersistentVolumeSource.monitors", "CephMonitors"},
        {"RBDPersistentVolumeSource.pool", "RBDPool"},
        {"RBDPersistentVolumeSource.user", "RadosUser"},
    };
    const std::string ofThisType = std::string(type.name) + '.' + std::string(field);
    for (const std::string_view key : {std::string_view(ofThisType), field}) {
        if (const auto found = names.find(key); found != names.end())
            return std::string(found->second);
    }
    std::string name(field);
    if (name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

const void* placeOf(const Field& field, const void* object)
{
    return static_cast<const std::byte*>(object) + field.offset;
}

bool isAbsent(const Field& field, const void* object)
{
    Field asPointer = field;
    asPointer.presence = Presence::Pointer;
    return isOmitted(asPointer, object);
}

class Writer {
public:
    void write(const Type& type, const void* value)
    {
        // What has JSON names of its own in Go keeps them.
        if (type.storage != Storage::Struct || type.schema.starts_with("io.k8s.apimachinery")) {
            appendJson(out, type, value);
            return;
        }
        out += '{';
        for (const Field& field : type.fields)
            member(type, field, value);
        out += '}';
    }

    void write(const Type& type, const void* value, std::span<const std::string_view> fields)
    {
        out += '{';
        for (const std::string_view name : fields)
            member(type, *type.field(name), value);
        out += '}';
    }

    std::string out;

private:
    void member(const Type& type, const Field& field, const void* object)
    {
        if (out.back() != '{')
            out += ',';
        appendJsonString(out, goName(type, field.name));
        out += ':';
        const void* const place = placeOf(field, object);
        if (field.shape != Shape::One)
            elements(field, place);
        else if (field.isPointer() && isAbsent(field, object))
            out += "null";
        else
            write(*field.type, field.boxed ? boxed(field, place) : place);
    }

    static const void* boxed(const Field& field, const void* place)
    {
        const auto* const block = *static_cast<const detail::Block* const*>(place);
        return block ? block->data() : detail::emptyValueOf(*field.type);
    }

    void elements(const Field& field, const void* place)
    {
        const auto* const block = *static_cast<const detail::Block* const*>(place);
        if (!block || block->size == 0) {
            out += "null"; // a nil slice or map
            return;
        }
        const bool isMap = field.shape == Shape::Map;
        const std::byte* element = block->data();
        out += isMap ? '{' : '[';
        for (std::uint32_t i = 0; i < block->size; ++i, element += field.type->size) {
            if (i > 0)
                out += ',';
            if (isMap) {
                appendJsonString(out, *reinterpret_cast<const Text*>(element));
                out += ':';
                element += sizeof(Text);
            }
            write(*field.type, element);
        }
        out += isMap ? '}' : ']';
    }
};

// One member or element a line, indented by one space for each level.
std::vector<std::string> spread(std::string_view json)
{
    std::vector<std::string> lines(1);
    std::size_t depth = 0;
    bool inText = false;
    const auto newLine = [&] { lines.emplace_back(depth, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText) {
            lines.back() += c;
            if (c == '\\')
                lines.back() += json[++i];
            else if (c == '"')
                inText = false;
        } else if (c == '{' || c == '[') {
            lines.back() += c;
            if (json[i + 1] == '}' || json[i + 1] == ']') {
                lines.back() += json[++i];
                continue;
            }
            ++depth;
            newLine();
        } else if (c == '}' || c == ']') {
            --depth;
            newLine();
            lines.back() += c;
        } else {
            lines.back() += c;
            inText = c == '"';
            if (c == ':')
                lines.back() += ' ';
            else if (c == ',')
                newLine();
        }
    }
    return lines;
}

using Lines = std::vector<std::string>;

struct Range {
    std::size_t begin;
    std::size_t end;

    std::size_t size() const { return end - begin; }
};

constexpr std::size_t context = 3; // lines around a change

// A stretch of both texts: the same in both, or changed.
struct Stretch {
    bool same;
    Range old;
    Range now;
};

// The server's diff looks for the longest common stretch first, then to the left and to the right of it.
void compare(const Lines& old, const Lines& now, Range a, Range b, std::vector<Stretch>& out)
{
    if (a.size() == 0 && b.size() == 0)
        return;
    std::size_t bestA = a.begin;
    std::size_t bestB = b.begin;
    std::size_t best = 0;
    for (std::size_t i = a.begin; i < a.end; ++i) {
        for (std::size_t j = b.begin; j < b.end; ++j) {
            std::size_t length = 0;
            while (i + length < a.end && j + length < b.end && old[i + length] == now[j + length])
                ++length;
            if (length > best) {
                bestA = i;
                bestB = j;
                best = length;
            }
        }
    }
    if (best == 0) {
        out.push_back({false, a, b});
        return;
    }
    compare(old, now, {a.begin, bestA}, {b.begin, bestB}, out);
    out.push_back({true, {bestA, bestA + best}, {bestB, bestB + best}});
    compare(old, now, {bestA + best, a.end}, {bestB + best, b.end}, out);
}

std::string lineNumbers(const Range& range)
{
    if (range.size() == 1)
        return std::to_string(range.begin + 1);
    return std::to_string(range.size() == 0 ? range.begin : range.begin + 1) + ',' + std::to_string(range.size());
}

void appendHunk(std::string& out, const Lines& old, const Lines& now, std::span<const Stretch> hunk)
{
    out += "@@ -" + lineNumbers({hunk.front().old.begin, hunk.back().old.end}) + " +"
        + lineNumbers({hunk.front().now.begin, hunk.back().now.end}) + " @@\n";
    const auto put = [&](char mark, const Lines& lines, const Range& range) {
        for (std::size_t i = range.begin; i < range.end; ++i)
            out += mark + lines[i] + '\n';
    };
    for (const Stretch& stretch : hunk) {
        if (stretch.same) {
            put(' ', old, stretch.old);
        } else {
            put('-', old, stretch.old);
            put('+', now, stretch.now);
        }
    }
}

} // namespace

std::string goJson(const Type& type, const void* value)
{
    Writer writer;
    writer.write(type, value);
    return std::move(writer.out);
}

std::string goJson(const Type& type, const void* value, std::span<const std::string_view> fields)
{
    Writer writer;
    writer.write(type, value, fields);
    return std::move(writer.out);
}

std::string jsonDiff(std::string_view oldJson, std::string_view newJson)
{
    const Lines old = spread(oldJson);
    const Lines now = spread(newJson);
    std::vector<Stretch> all;
    compare(old, now, {0, old.size()}, {0, now.size()}, all);

    // What is the same at both ends is cut to the context; a long one between two changes parts the hunks.
    std::string out;
    std::vector<Stretch> hunk;
    const auto keepLast = [](Stretch stretch) {
        const std::size_t cut = stretch.old.size() - std::min(stretch.old.size(), context);
        return Stretch{true, {stretch.old.begin + cut, stretch.old.end}, {stretch.now.begin + cut, stretch.now.end}};
    };
    const auto keepFirst = [](Stretch stretch) {
        const std::size_t kept = std::min(stretch.old.size(), context);
        return Stretch{
            true, {stretch.old.begin, stretch.old.begin + kept}, {stretch.now.begin, stretch.now.begin + kept}};
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Stretch& stretch = all[i];
        if (!stretch.same) {
            hunk.push_back(stretch);
        } else if (i == 0) {
            hunk.push_back(keepLast(stretch));
        } else if (i + 1 == all.size()) {
            hunk.push_back(keepFirst(stretch));
        } else if (stretch.old.size() > 2 * context) {
            hunk.push_back(keepFirst(stretch));
            appendHunk(out, old, now, hunk);
            hunk = {keepLast(stretch)};
        } else {
            hunk.push_back(stretch);
        }
    }
    if (std::any_of(hunk.begin(), hunk.end(), [](const Stretch& stretch) { return !stretch.same; }))
        appendHunk(out, old, now, hunk);
    return out;
}

} // namespace kubarium::api
