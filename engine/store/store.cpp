#include "store.h"

#include <algorithm>
#include <charconv>

namespace kubarium::store {

namespace {

const ObjectTree& treeIn(const std::vector<ObjectTree>& trees, ResourceId resource) noexcept
{
    static const ObjectTree none;
    return resource < trees.size() ? trees[resource] : none;
}

void stamp(api::ObjectPtr& object, Revision revision)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, revision);
    object.editMeta().resourceVersion = api::Text(std::string_view(digits, static_cast<std::size_t>(end.ptr - digits)));
}

} // namespace

std::optional<Revision> parsedRevision(std::string_view text) noexcept
{
    Revision revision = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), revision);
    if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size())
        return std::nullopt;
    return revision;
}

Revision revisionOf(const api::ObjectPtr& object) noexcept
{
    return parsedRevision(object.meta().resourceVersion).value_or(0);
}

const ObjectTree& Snapshot::tree(ResourceId resource) const noexcept
{
    static const std::vector<ObjectTree> none;
    return treeIn(m_trees ? *m_trees : none, resource);
}

const ObjectTree& Store::tree(ResourceId resource) const noexcept
{
    return treeIn(*m_trees, resource);
}

ObjectTree& Store::ownTree(ResourceId resource)
{
    if (m_trees.use_count() > 1) // a snapshot or a copy of this store still looks at it
        m_trees = std::make_shared<std::vector<ObjectTree>>(*m_trees);
    if (resource >= m_trees->size())
        m_trees->resize(resource + std::size_t{1});
    return (*m_trees)[resource];
}

Snapshot Store::snapshot() const
{
    Snapshot snapshot;
    snapshot.revision = m_revision;
    snapshot.time = m_time;
    snapshot.m_trees = m_trees;
    return snapshot;
}

void Store::record(Change change)
{
    if (m_log.empty() || m_log.back()->changes.size() == pieceSize) {
        auto piece = std::make_shared<Piece>();
        piece->changes.reserve(pieceSize);
        if (m_log.size() % piecesPerSnapshot == 0)
            piece->before = snapshot();
        if (m_log.empty())
            m_firstPieceBegin = m_logBegin = m_revision + 1;
        m_log.push_back(std::move(piece));
    } else if (m_log.back().use_count() > 1) {
        m_log.back() = std::make_shared<Piece>(*m_log.back());
        m_log.back()->changes.reserve(pieceSize);
    }
    m_revision = change.revision;
    m_time = change.origin.time;
    m_log.back()->changes.push_back(std::move(change));
}

Written Store::create(ResourceId resource, api::ObjectPtr object, const Origin& origin)
{
    if (api::ObjectPtr there = tree(resource).find(placeOf(object)))
        return {StoreError::Exists, std::move(there)};
    stamp(object, m_revision + 1);
    record({m_revision + 1, origin, object, {}, resource, ChangeType::Created});
    ownTree(resource).put(object);
    return {StoreError::None, std::move(object)};
}

Written Store::update(
    ResourceId resource, api::ObjectPtr object, std::optional<Revision> expected, const Origin& origin)
{
    api::ObjectPtr there = tree(resource).find(placeOf(object));
    if (!there)
        return {StoreError::NotFound, {}};
    if (expected && revisionOf(there) != *expected)
        return {StoreError::Conflict, std::move(there)};
    stamp(object, m_revision + 1);
    record({m_revision + 1, origin, object, std::move(there), resource, ChangeType::Updated});
    ownTree(resource).put(object);
    return {StoreError::None, std::move(object)};
}

Written Store::remove(const Key& key, std::optional<Revision> expected, const Origin& origin)
{
    api::ObjectPtr there = find(key);
    if (!there)
        return {StoreError::NotFound, {}};
    if (expected && revisionOf(there) != *expected)
        return {StoreError::Conflict, std::move(there)};
    api::ObjectPtr last = there;
    stamp(last, m_revision + 1);
    record({m_revision + 1, origin, last, std::move(there), key.resource, ChangeType::Deleted});
    ownTree(key.resource).erase(key.place());
    return {StoreError::None, std::move(last)};
}

const Change* Store::change(Revision revision) const noexcept
{
    if (revision < m_logBegin || revision > m_revision || m_log.empty())
        return nullptr;
    const std::size_t index = revision - m_firstPieceBegin; // each revision is one change
    return &m_log[index / pieceSize]->changes[index % pieceSize];
}

std::optional<Snapshot> Store::at(Revision revision) const
{
    if (revision == m_revision)
        return snapshot();
    if (revision > m_revision || revision + 1 < m_logBegin)
        return std::nullopt;
    // From the last state that was kept before it, forward.
    std::size_t piece = (revision + 1 - m_firstPieceBegin) / pieceSize / piecesPerSnapshot * piecesPerSnapshot;
    Snapshot past = *m_log[piece]->before;
    auto trees = std::make_shared<std::vector<ObjectTree>>(past.m_trees ? *past.m_trees : std::vector<ObjectTree>());
    for (; past.revision < revision; ++piece) {
        for (const Change& change : m_log[piece]->changes) {
            if (change.revision > revision)
                break;
            if (change.resource >= trees->size())
                trees->resize(change.resource + std::size_t{1});
            ObjectTree& tree = (*trees)[change.resource];
            if (change.type == ChangeType::Deleted)
                tree.erase(placeOf(change.now));
            else
                tree.put(change.now);
            past.time = change.origin.time;
            past.revision = change.revision;
        }
    }
    past.revision = revision;
    past.m_trees = std::move(trees);
    return past;
}

Revision Store::revisionAt(api::Time time) const noexcept
{
    Revision low = m_logBegin - 1; // the answer lies in [low, high]
    Revision high = m_revision;
    while (low < high) {
        const Revision middle = high - (high - low) / 2;
        if (change(middle)->origin.time <= time)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

void Store::forget(Revision revision)
{
    if (revision < m_logBegin)
        return;
    m_logBegin = std::min(revision, m_revision) + 1;
    // Whole pieces go, up to one with a state; the last one stays, because the next change is written to it.
    const std::size_t pieces =
        std::min((m_logBegin - m_firstPieceBegin) / pieceSize, m_log.empty() ? 0 : m_log.size() - 1) / piecesPerSnapshot
        * piecesPerSnapshot;
    m_log.erase(m_log.begin(), m_log.begin() + static_cast<std::ptrdiff_t>(pieces));
    m_firstPieceBegin += pieces * pieceSize;
    m_compacted = std::max(m_compacted, m_logBegin - 1);
}

} // namespace kubarium::store
