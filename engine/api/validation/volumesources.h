// Where a volume's files come from: the rules of each source, for volumes of pods and for persistent volumes.
#pragma once

#include "rules.h"

#include "api/types/core-volumes.h"

namespace kubarium::api {

void checkSource(FieldErrors& errors, const AWSElasticBlockStoreVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const AzureDiskVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const AzureFileVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const AzureFilePersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CSIVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CSIPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CephFSVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CephFSPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CinderVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const CinderPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const FCVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const FlexVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const FlexPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const FlockerVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const GCEPersistentDiskVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const GlusterfsVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const GlusterfsPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const HostPathVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const ISCSIVolumeSource& source, const FieldPath& path);
void checkSource(
    FieldErrors& errors, const ISCSIPersistentVolumeSource& source, std::string_view volumeName, const FieldPath& path);
void checkSource(FieldErrors& errors, const LocalVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const NFSVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const PhotonPersistentDiskVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const PortworxVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const QuobyteVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const RBDVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const RBDPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const ScaleIOVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const ScaleIOPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const StorageOSVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const StorageOSPersistentVolumeSource& source, const FieldPath& path);
void checkSource(FieldErrors& errors, const VsphereVirtualDiskVolumeSource& source, const FieldPath& path);

// Paths below a volume.
void checkNoBacksteps(FieldErrors& errors, std::string_view target, const FieldPath& path);
void checkLocalPath(FieldErrors& errors, std::string_view target, const FieldPath& path); // relative, no ..
void checkLocalNonReservedPath(
    FieldErrors& errors, std::string_view target, const FieldPath& path); // nor anything that begins so

// The name of a CSI driver wherever one is named: a host name of at most 63 characters, capitals or not.
void checkDriverName(FieldErrors& errors, std::string_view driver, const FieldPath& path);

// The initiator of an iSCSI volume makes a device name of volume and portal, and that has a limit.
bool isTooLongForInitiator(std::string_view volumeName, std::string_view portal);
inline constexpr std::string_view tooLongForInitiator =
    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

// A volume has one source. The first one found is judged; each further one is refused for being there.
class OneSource {
public:
    OneSource(FieldErrors& errors, const FieldPath& path) : m_errors(errors), m_path(path) { }

    template <class Source> void take(const Box<Source>& source, std::string_view name)
    {
        take(source, name, name,
            [](FieldErrors& errors, const Source& only, const FieldPath& path) { checkSource(errors, only, path); });
    }

    // Some sources bear one name when they are refused and another when they are judged.
    template <class Source, class Rule>
    void take(const Box<Source>& source, std::string_view refusedAs, std::string_view judgedAs, Rule rule)
    {
        if (!source)
            return;
        if (m_taken)
            m_errors.push_back(forbidden(m_path.child(refusedAs), "may not specify more than 1 volume type"));
        else
            rule(m_errors, *source, m_path.child(judgedAs));
        m_taken = true;
    }

    // Judged whatever else is there: the server forgot to refuse a flex volume beside another source.
    template <class Source> void takeAnyhow(const Box<Source>& source, std::string_view name)
    {
        m_taken = m_taken && !source;
        take(source, name);
    }

    void finish() const
    {
        if (!m_taken)
            m_errors.push_back(required(m_path, "must specify a volume type"));
    }

private:
    FieldErrors& m_errors;
    const FieldPath& m_path;
    bool m_taken = false;
};

} // namespace kubarium::api
