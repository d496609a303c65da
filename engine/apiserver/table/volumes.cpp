#include "printers.h"
#include "words.h"

#include "api/types/core-volumes.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::table {

namespace {

// RWO,ROX: each once, in the order in which the API lists them.
std::string shortModes(const api::List<api::Text>& modes)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> shortNames = {
        {{"ReadWriteOnce", "RWO"}, {"ReadOnlyMany", "ROX"}, {"ReadWriteMany", "RWX"}, {"ReadWriteOncePod", "RWOP"}}};
    std::vector<std::string_view> names;
    for (const auto& [mode, name] : shortNames) {
        if (std::find(modes.begin(), modes.end(), mode) != modes.end())
            names.push_back(name);
    }
    return joined(names, ",");
}

std::string_view classOf(const api::ObjectMeta& meta, const api::Text& name)
{
    const api::Text* const annotated =
        meta.annotations.find("volume.beta.kubernetes.io/storage-class"); // how it was said before 1.6
    return annotated ? annotated->view() : name.view();
}

template <class T> std::string_view phase(const T& object)
{
    return object.metadata.deletionTimestamp ? std::string_view("Terminating") : object.status->phase.view();
}

template <class T> std::string_view storageClass(const T& object)
{
    return classOf(object.metadata, object.spec->storageClassName);
}

template <class T> std::string_view attributesClass(const T& object)
{
    const api::Text& name = object.spec->volumeAttributesClassName;
    return name.has_value() ? name.view() : unset;
}

template <class T> std::string_view volumeMode(const T& object)
{
    return object.spec->volumeMode.has_value() ? object.spec->volumeMode.view() : unset;
}

std::string capacity(const api::PersistentVolume& volume)
{
    return amountOf(volume.spec->capacity, "storage");
}

std::string modes(const api::PersistentVolume& volume)
{
    return shortModes(volume.spec->accessModes);
}

std::string claim(const api::PersistentVolume& volume)
{
    const auto& claim = volume.spec->claimRef;
    return claim ? claim->namespace_.str() + '/' + claim->name.str() : std::string();
}

// What a claim got is told once it has a volume.
std::string claimCapacity(const api::PersistentVolumeClaim& claim)
{
    return claim.spec->volumeName.empty() ? std::string() : amountOf(claim.status->capacity, "storage");
}

std::string claimModes(const api::PersistentVolumeClaim& claim)
{
    return claim.spec->volumeName.empty() ? std::string() : shortModes(claim.status->accessModes);
}

} // namespace

std::vector<KindPrinter> volumePrinters()
{
    using Volume = api::PersistentVolume;
    using Claim = api::PersistentVolumeClaim;
    return {
        printerOf<Volume>({cell<Volume, capacity>("Capacity"), cell<Volume, modes>("Access Modes"),
            cell<Volume, phase<Volume>>("Status"), cell<Volume, claim>("Claim"),
            cell<Volume, storageClass<Volume>>("StorageClass"),
            cell<Volume, attributesClass<Volume>>("VolumeAttributesClass"),
            cell<Volume, volumeMode<Volume>>("VolumeMode")}),
        printerOf<Claim>({cell<Claim, phase<Claim>>("Status"), cell<Claim, claimCapacity>("Capacity"),
            cell<Claim, claimModes>("Access Modes"), cell<Claim, storageClass<Claim>>("StorageClass"),
            cell<Claim, attributesClass<Claim>>("VolumeAttributesClass"),
            cell<Claim, volumeMode<Claim>>("VolumeMode")}),
    };
}

} // namespace kubarium::apiserver::table
