// What the server says beside accepting a pod's volumes: sources that do nothing any more, files that hide others.
#include "claim.h"
#include "volumes.h"

#include "api/types/core-volumes.h"

namespace kubarium::api {

namespace {

// A file of a volume, and which source lays it there where there are several.
struct File {
    std::string path;
    std::string source;
};

std::string quoted(const File& file)
{
    return shown(std::string_view(file.path)) + (file.source.empty() ? "" : " (" + file.source + ')');
}

// Two files of one name, or a file where the other has a directory.
bool collide(const File& a, const File& b)
{
    if (a.path.empty() || b.path.empty())
        return false;
    const std::string first = a.path + '/';
    const std::string second = b.path + '/';
    return first.starts_with(second) || second.starts_with(first);
}

class Files {
public:
    Files(std::vector<std::string>& warnings, std::string volume)
        : m_warnings(warnings),
          m_volume(std::move(volume)) { }

    void add(std::string_view path, const std::string& source = {})
    {
        while (path.ends_with('/'))
            path.remove_suffix(1);
        const File file{std::string(path), source};
        for (const File& other : m_files) {
            if (collide(file, other))
                m_warnings.push_back(m_volume + ": overlapping paths: " + quoted(file) + " with " + quoted(other));
        }
        m_files.push_back(file);
    }

    template <class Item> void addAll(const List<Item>& items, const std::string& source = {})
    {
        for (const Item& item : items)
            add(item.path, source);
    }

private:
    std::vector<std::string>& m_warnings;
    std::string m_volume;
    std::vector<File> m_files;
};

void warnOfOverlaps(std::vector<std::string>& warnings, const Volume& volume)
{
    const auto titled = [&](const std::string& source) { return "volume " + shown(volume.name) + " (" + source + ')'; };
    if (volume.configMap)
        Files(warnings, titled("ConfigMap " + shown(volume.configMap->name))).addAll(volume.configMap->items);
    if (volume.secret)
        Files(warnings, titled("Secret " + shown(volume.secret->secretName))).addAll(volume.secret->items);
    if (volume.downwardAPI)
        Files(warnings, titled("DownwardAPI")).addAll(volume.downwardAPI->items);
    if (!volume.projected)
        return;
    Files files(warnings, titled("Projected"));
    for (const VolumeProjection& source : volume.projected->sources) {
        if (source == VolumeProjection())
            warnings.push_back(titled("Projected") + " has no sources provided");
        else if (source.configMap && !source.configMap->items.empty())
            files.addAll(source.configMap->items, "ConfigMap " + shown(source.configMap->name));
        else if (source.secret && !source.secret->items.empty())
            files.addAll(source.secret->items, "Secret " + shown(source.secret->name));
        else if (source.downwardAPI && !source.downwardAPI->items.empty())
            files.addAll(source.downwardAPI->items, "DownwardAPI");
        else if (source.serviceAccountToken)
            files.add(source.serviceAccountToken->path, "ServiceAccountToken");
    }
}

void warnOfSources(std::vector<std::string>& warnings, const Volume& volume, const FieldPath& path)
{
    const auto warn = [&](bool used, std::string_view source, std::string_view sentence) {
        if (used)
            warnings.push_back(path.child(source).text() + ": " + std::string(sentence));
    };
    warn(bool(volume.photonPersistentDisk), "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
    warn(bool(volume.gitRepo), "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+");
    warn(bool(volume.scaleIO), "scaleIO", "deprecated in v1.16, non-functional in v1.22+");
    warn(bool(volume.flocker), "flocker", "deprecated in v1.22, non-functional in v1.25+");
    warn(bool(volume.storageos), "storageOS", "deprecated in v1.22, non-functional in v1.25+");
    warn(bool(volume.quobyte), "quobyte", "deprecated in v1.22, non-functional in v1.25+");
    warn(bool(volume.glusterfs), "glusterfs", "deprecated in v1.25, non-functional in v1.26+");
    if (volume.ephemeral && volume.ephemeral->volumeClaimTemplate) {
        const FieldPath spec = path.child("ephemeral").child("volumeClaimTemplate").child("spec");
        for (std::string& warning : claimSpecWarnings(*volume.ephemeral->volumeClaimTemplate->spec, spec))
            warnings.push_back(std::move(warning));
    }
    warn(bool(volume.cephfs), "cephfs", "deprecated in v1.28, non-functional in v1.31+");
    warn(bool(volume.rbd), "rbd", "deprecated in v1.28, non-functional in v1.31+");
}

} // namespace

std::vector<std::string> volumeWarnings(const List<Volume>& volumes, const FieldPath& path)
{
    std::vector<std::string> warnings;
    for (std::size_t i = 0; i < volumes.size(); ++i)
        warnOfSources(warnings, volumes[i], path.index(i));
    for (const Volume& volume : volumes)
        warnOfOverlaps(warnings, volume);
    return warnings;
}

} // namespace kubarium::api
