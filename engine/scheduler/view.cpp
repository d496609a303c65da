#include "view.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

bool belongs(const View& view, const store::Store& store)
{
    const store::Change* const change = store.change(view.nodes.revision());
    return change && view.nodes.lastWritten() && change->now.sameStorage(view.nodes.lastWritten());
}

} // namespace

Views::Lease Views::of(const store::Store& store)
{
    std::unique_ptr<View> view = take(store);
    if (!view)
        view = std::make_unique<View>();
    else if (view->nodes.follow(store))
        return {*this, std::move(view)};
    const store::Change* const last = store.change(store.revision());
    view->nodes.rebuild(store.snapshot(), last ? last->now : api::ObjectPtr());
    return {*this, std::move(view)};
}

std::unique_ptr<View> Views::take(const store::Store& store)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = std::find_if(
        m_views.rbegin(), m_views.rend(), [&](const std::unique_ptr<View>& view) { return belongs(*view, store); });
    if (found == m_views.rend())
        return nullptr;
    std::unique_ptr<View> view = std::move(*found);
    m_views.erase(std::next(found).base());
    return view;
}

void Views::giveBack(std::unique_ptr<View> view)
{
    const std::scoped_lock lock(m_mutex);
    if (m_views.size() == kept)
        m_views.erase(m_views.begin());
    m_views.push_back(std::move(view));
}

} // namespace kubarium::scheduler
