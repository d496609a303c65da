#include "wellknown.h"

#include "schema.h"

#include <memory>
#include <new>
#include <vector>

namespace kubarium::api {

namespace {

constexpr std::size_t longestWord = 48;

// Keys and values that objects of any cluster carry and that no enum of the tables lists.
constexpr std::string_view otherWords[] = {
    "",
    "app",
    "name",
    "tier",
    "version",
    "component",
    "default",
    "kube-system",
    "kube-public",
    "kube-node-lease",
    "pod-template-hash",
    "controller-revision-hash",
    "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid",
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "kubernetes.io/metadata.name",
    "topology.kubernetes.io/zone",
    "linux",
    "amd64",
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/unreachable",
    "cpu",
    "memory",
    "pods",
    "ephemeral-storage",
    "hugepages-1Gi",
    "hugepages-2Mi",
    "/var/run/secrets/kubernetes.io/serviceaccount",
    "ca.crt",
    "token",
    "namespace",
    "kube-root-ca.crt",
    "metadata.namespace",
    "v1",
    "apps/v1",
    "batch/v1",
    "Pod",
    "ReplicaSet",
    "Deployment",
    "Job",
    "StatefulSet",
    "DaemonSet",
    "Node",
    "Service",
    "default-scheduler",
    "kubelet",
    "kube-scheduler",
    "replicaset-controller",
    "deployment-controller",
    "Scheduled",
    "Pulling",
    "Pulled",
    "Created",
    "Started",
    "Killing",
    "SuccessfulCreate",
    "SuccessfulDelete",
    "ScalingReplicaSet",
    "/dev/termination-log",
    "FieldsV1",
    "kube-controller-manager",
    "ContainersNotReady",
    "ContainersNotInitialized",
    "PodCompleted",
    "Completed",
    "Error",
};

// Open addressing over blocks that stand in one arena; built before any Text exists, since making one asks it.
class Words {
public:
    Words()
    {
        std::vector<std::string_view> words(std::begin(otherWords), std::end(otherWords));
        for (const Type* const type : types()) {
            for (const Field& field : type->fields) {
                if (field.enumeration)
                    words.insert(words.end(), field.enumeration->values.begin(), field.enumeration->values.end());
                if (field.defaultValue.size() > 2 && field.defaultValue.front() == '"')
                    words.push_back(field.defaultValue.substr(1, field.defaultValue.size() - 2));
            }
        }
        std::size_t slots = 64;
        while (slots < words.size() * 3)
            slots *= 2;
        m_slots.resize(slots);
        std::size_t bytes = 0;
        for (const std::string_view word : words)
            bytes += blockSize(word);
        m_arena = std::make_unique<std::byte[]>(bytes);
        std::byte* place = m_arena.get();
        for (const std::string_view word : words) {
            Text::Block*& slot = slotOf(word);
            if (slot || word.size() > longestWord)
                continue;
            slot = new (place) Text::Block{{Text::immortal}, static_cast<std::uint32_t>(word.size())};
            std::memcpy(place + sizeof(Text::Block), word.data(), word.size());
            place += blockSize(word);
        }
    }

    Text::Block*& slotOf(std::string_view word) noexcept
    {
        std::size_t index = std::hash<std::string_view>()(word) & (m_slots.size() - 1);
        while (m_slots[index] && std::string_view(m_slots[index]->bytes(), m_slots[index]->size) != word)
            index = (index + 1) & (m_slots.size() - 1);
        return m_slots[index];
    }

private:
    static std::size_t blockSize(std::string_view word)
    {
        return (sizeof(Text::Block) + word.size() + 7) & ~std::size_t{7};
    }

    std::vector<Text::Block*> m_slots;
    std::unique_ptr<std::byte[]> m_arena;
};

} // namespace

Text::Block* wellKnown(std::string_view text) noexcept
{
    static Words& words = *new Words; // outlives every static Text
    return text.size() <= longestWord ? words.slotOf(text) : nullptr;
}

} // namespace kubarium::api
