#include "recenttexts.h"

#include <functional>

namespace kubarium::api {

RecentTexts& RecentTexts::ofThisThread()
{
    thread_local RecentTexts texts;
    return texts;
}

RecentTexts::~RecentTexts()
{
    for (Text::Block* const block : m_places) {
        if (block)
            Text::release(block);
    }
}

Text::Block*& RecentTexts::placeOf(std::string_view text) noexcept
{
    return m_places[std::hash<std::string_view>()(text) % m_places.size()];
}

} // namespace kubarium::api
