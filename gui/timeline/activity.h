// How much happened when: writes counted in slots of equal length since the lab began. There are always as many slots; when
// time outgrows them, each two become one of twice the length. So a session of any length takes the same memory.
#pragma once

#include "lab/objects.h"

#include <array>
#include <vector>

namespace kubarium::gui {

class Activity {
public:
    static constexpr std::size_t slotCount = 512;

    struct Slot {
        std::uint32_t created = 0;
        std::uint32_t changed = 0;
        std::uint32_t deleted = 0;

        std::uint32_t all() const { return created + changed + deleted; }

        friend bool operator==(const Slot&, const Slot&) = default;
    };

    explicit Activity(api::Time beginning = {}) : m_beginning(beginning), m_slots(slotCount) { }

    void add(const store::Change& change);
    // Makes room up to a moment, whether something happened by then or not.
    void reach(api::Time time);

    api::Time beginning() const { return m_beginning; }

    api::Microseconds slotLength() const { return m_slotLength; }

    api::Microseconds span() const { return m_slotLength * std::int64_t(slotCount); }

    const Slot& slot(std::size_t index) const { return m_slots[index]; }

    std::uint32_t busiest() const; // most writes in one slot

private:
    api::Time m_beginning;
    api::Microseconds m_slotLength = std::chrono::milliseconds(125); // 64 seconds in all
    std::vector<Slot> m_slots;
};

} // namespace kubarium::gui
