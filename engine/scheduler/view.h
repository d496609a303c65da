// The columns that follow a store, with what was chosen from them before; kept between the scheduler's cycles.
//
// They stand beside the World and not in it, for they say nothing that the store does not: a world that finds none (a fork, a
// replay, another branch) gets some made anew, and decides the same. Whether some belong to a store is seen from the write at
// which they stand: two stores that share that very object share all that came before it.
#pragma once

#include "chooser.h"

#include <memory>
#include <mutex>
#include <vector>

namespace kubarium::scheduler {

struct View {
    View() : chooser(nodes) { }

    NodeColumns nodes;
    Chooser chooser;
};

class Views {
public:
    // A view for one at a time, brought up to date; it goes back when the lease ends.
    class Lease {
    public:
        Lease(Views& views, std::unique_ptr<View> view) : m_views(&views), m_view(std::move(view)) { }

        ~Lease() { m_views->giveBack(std::move(m_view)); }

        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        View& operator*() const { return *m_view; }

        View* operator->() const { return m_view.get(); }

    private:
        Views* m_views;
        std::unique_ptr<View> m_view;
    };

    Lease of(const store::Store& store);

private:
    static constexpr std::size_t kept = 3; // a world, a fork that runs beside it, and one to come back to

    std::unique_ptr<View> take(const store::Store& store);
    void giveBack(std::unique_ptr<View> view);

    std::mutex m_mutex; // labs may live in several threads
    std::vector<std::unique_ptr<View>> m_views; // the one that was used last stands last
};

} // namespace kubarium::scheduler
