#include "managers.h"

#include "../goformat.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::string_view fieldsType = "FieldsV1";
constexpr std::string_view ancient = "ancient-changes";

std::int64_t secondsOf(const Time& time)
{
    return time.isZero() ? 0 : std::chrono::floor<Seconds>(time.sinceEpoch()).count();
}

ManagerId idOf(const ManagedFieldsEntry& entry)
{
    const bool applies = entry.operation == "Apply";
    return {entry.manager.str(), applies, applies ? std::string() : entry.apiVersion.str(), entry.subresource.str()};
}

} // namespace

std::string ManagerId::shown() const
{
    std::string text = goQuoted(name);
    if (!subresource.empty())
        text += " with subresource " + goQuoted(subresource);
    return applies ? text : text + " using " + apiVersion;
}

Parsed<Managers> Managers::read(const List<ManagedFieldsEntry>& entries)
{
    Managers managers;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const ManagedFieldsEntry& entry = entries[i];
        if (!(entry.operation == "Apply") && !(entry.operation == "Update"))
            return Refusal{"operation must be `Apply` or `Update`"};
        if (entry.apiVersion.empty())
            return Refusal{"apiVersion must not be empty"};
        if (entry.fieldsType.empty())
            return Refusal{"missing fieldsType in managed fields entry " + std::to_string(i)};
        if (!(entry.fieldsType == fieldsType)) {
            return Refusal{
                "invalid fieldsType " + goQuoted(entry.fieldsType) + " in managed fields entry " + std::to_string(i)};
        }
        managers.m_sets[idOf(entry)] = {OwnedFields::stored(entry.fieldsV1), entry.apiVersion.str(), entry.time};
    }
    return managers;
}

List<ManagedFieldsEntry> Managers::entries() const
{
    std::vector<ManagedFieldsEntry> all;
    for (const auto& [id, set] : m_sets) {
        ManagedFieldsEntry entry;
        entry.manager = Text(id.name);
        entry.operation = Text(id.applies ? "Apply" : "Update");
        entry.apiVersion = Text(set.apiVersion);
        entry.time = set.time;
        entry.fieldsType = Text(fieldsType);
        entry.fieldsV1 = set.fields.written();
        if (!id.subresource.empty())
            entry.subresource = Text(id.subresource);
        all.push_back(std::move(entry));
    }
    std::stable_sort(all.begin(), all.end(), [](const ManagedFieldsEntry& a, const ManagedFieldsEntry& b) {
        const auto key = [](const ManagedFieldsEntry& entry) {
            return std::tuple(entry.operation.view(), secondsOf(entry.time), entry.manager.view(),
                entry.apiVersion.view(), entry.subresource.view());
        };
        return key(a) < key(b);
    });
    List<ManagedFieldsEntry> entries;
    for (ManagedFieldsEntry& entry : all)
        entries.push_back(std::move(entry));
    return entries;
}

const FieldSet& Managers::fields(const ManagerId& id) const
{
    static const FieldSet none;
    const auto found = m_sets.find(id);
    return found == m_sets.end() ? none : found->second.fields.get();
}

FieldSet Managers::allFields() const
{
    FieldSet all;
    for (const auto& [id, set] : m_sets)
        all = all.unitedWith(set.fields.get());
    return all;
}

bool Managers::ownTheSame(const Managers& other) const
{
    return std::equal(
        m_sets.begin(), m_sets.end(), other.m_sets.begin(), other.m_sets.end(), [](const auto& a, const auto& b) {
            return a.first == b.first && a.second.fields.get() == b.second.fields.get();
        });
}

void Managers::takeFromAll(const FieldSet& fields)
{
    if (fields.empty())
        return;
    for (auto& [id, set] : m_sets)
        set.fields.take(fields);
    std::erase_if(m_sets, [](const auto& entry) { return entry.second.fields.empty(); });
}

void Managers::limitUpdaters(std::size_t limit)
{
    std::vector<ManagerId> updaters;
    for (const auto& [id, set] : m_sets) {
        if (!id.applies)
            updaters.push_back(id);
    }
    if (updaters.size() <= limit)
        return;
    std::stable_sort(updaters.begin(), updaters.end(), [&](const ManagerId& a, const ManagerId& b) {
        return secondsOf(m_sets.at(a).time) < secondsOf(m_sets.at(b).time);
    });
    std::map<std::string, ManagerId> firstOfVersion;
    std::size_t count = updaters.size();
    for (std::size_t i = 0; i < updaters.size() && count > limit; ++i) {
        const ManagedSet oldest = m_sets.at(updaters[i]);
        const auto [first, isFirst] = firstOfVersion.emplace(oldest.apiVersion, updaters[i]);
        if (isFirst)
            continue; // alone it would only lose its name
        const ManagerId bucket{std::string(ancient), false, oldest.apiVersion, {}};
        if (!m_sets.contains(bucket)) {
            ManagedSet moved = m_sets.at(first->second);
            m_sets.erase(first->second);
            m_sets.emplace(bucket, std::move(moved));
        }
        ManagedSet& shared = m_sets.at(bucket);
        shared.fields = shared.fields.get().unitedWith(oldest.fields.get());
        shared.time = oldest.time; // the more recent one
        m_sets.erase(updaters[i]);
        --count;
    }
}

} // namespace kubarium::api
