#include "ownedfields.h"

namespace kubarium::api {

namespace {

bool storedTouches(const Value& stored, const FieldSet& paths)
{
    const auto at = [&](const PathElement& step) { return stored.object().find(step.written()); };
    for (const PathElement& step : paths.members()) {
        const Value* const found = at(step);
        if (found && (found->object().empty() || found->object().contains(".")))
            return true;
    }
    for (const auto& [step, below] : paths.children()) {
        const Value* const found = at(step);
        if (found && storedTouches(*found, below))
            return true;
    }
    return false;
}

} // namespace

OwnedFields OwnedFields::stored(Value fieldsV1)
{
    OwnedFields fields;
    fields.m_stored = std::move(fieldsV1);
    return fields;
}

const FieldSet& OwnedFields::get() const
{
    if (!m_fields)
        m_fields = fieldSetOf(m_stored);
    return *m_fields;
}

Value OwnedFields::written() const
{
    return m_stored.isNull() ? fieldsV1(get()) : m_stored;
}

bool OwnedFields::empty() const
{
    return m_fields || m_stored.object().empty() ? get().empty() : false;
}

bool OwnedFields::touches(const FieldSet& paths) const
{
    if (m_stored.isNull())
        return !get().inCommonWith(paths).empty();
    return storedTouches(m_stored, paths);
}

void OwnedFields::take(const FieldSet& paths)
{
    if (!touches(paths))
        return;
    m_fields = get().without(paths);
    m_stored = Value();
}

} // namespace kubarium::api
