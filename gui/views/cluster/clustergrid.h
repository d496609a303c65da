// Where the tiles of a cluster stand: pure sums.
//
//   ┌ master ┐ ┌ waiting ──────────┐
//   └────────┘ └───────────────────┘
//   ┌ worker ┐ ┌ worker ┐ ┌ worker ┐
//   └────────┘ └────────┘ └────────┘
//
// All workers are of one size, with room for as many pods as the fullest has ever had, in steps: so a pod that comes or
// goes moves nothing. They stand in as many columns as let one see most of them at once.
#pragma once

#include <QRect>
#include <QSize>

namespace kubarium::gui {

class ClusterGrid {
public:
    static constexpr QSize card{150, 48};
    static constexpr int gap = 8;
    static constexpr int inset = 12;
    static constexpr int head = 88; // title and two gauges
    static constexpr int smallHead = 40; // a title alone
    static constexpr int between = 16;

    struct Size {
        int workers = 0;
        int podsOnWorker = 0; // the most
        int masters = 0;
        int podsOnMaster = 0;
        friend bool operator==(const Size&, const Size&) = default;
    };

    ClusterGrid() : ClusterGrid(Size()) { }

    explicit ClusterGrid(const Size& size);

    const Size& size() const { return m_size; }

    int slotsOfWorker() const { return m_worker.columns * m_worker.rows; }

    int slotsOfMaster() const { return m_master.columns * m_master.rows; }

    // So many pods that wait have room; what is more is only counted.
    int slotsOfWaiting() const;

    QRect worker(int index) const;
    QRect master(int index) const;
    QRect waiting() const;
    QRect slotOfWorker(int worker, int slot) const;
    QRect slotOfMaster(int master, int slot) const;
    QRect slotOfWaiting(int slot) const;
    QRect bounds() const;

private:
    struct Cards {
        int columns = 2;
        int rows = 1;
    };

    static Cards cardsFor(int pods);
    QSize tile(const Cards& cards, int top) const;
    QRect slotIn(const QRect& tile, int columns, int top, int slot) const;
    QRect boundsWith(int across) const;
    int waitingColumns() const;

    Size m_size;
    Cards m_worker;
    Cards m_master;
    int m_across = 1; // workers in a row
};

} // namespace kubarium::gui
