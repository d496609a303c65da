#include "timeline/activity.h"

#include <algorithm>

namespace kubarium::gui {

void Activity::add(const store::Change& change)
{
    reach(change.origin.time);
    const api::Microseconds since = std::max(change.origin.time - m_beginning, api::Microseconds(0));
    Slot& slot = m_slots[std::size_t(since / m_slotLength)];
    switch (change.type) {
    case store::ChangeType::Created:
        ++slot.created;
        break;
    case store::ChangeType::Updated:
        ++slot.changed;
        break;
    case store::ChangeType::Deleted:
        ++slot.deleted;
        break;
    }
}

void Activity::reach(api::Time time)
{
    while (time - m_beginning >= span()) {
        for (std::size_t i = 0; i < slotCount / 2; ++i) {
            const Slot& a = m_slots[2 * i];
            const Slot& b = m_slots[2 * i + 1];
            m_slots[i] = {a.created + b.created, a.changed + b.changed, a.deleted + b.deleted};
        }
        std::fill(m_slots.begin() + slotCount / 2, m_slots.end(), Slot());
        m_slotLength *= 2;
    }
}

std::uint32_t Activity::busiest() const
{
    return std::ranges::max(m_slots, {}, &Slot::all).all();
}

} // namespace kubarium::gui
