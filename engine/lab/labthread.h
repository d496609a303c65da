// A lab with a thread of its own. Everybody else posts what should be done and gets the answer by a callback, which runs
// in the lab's thread; nobody waits for it.
//
// The thread also drives the clock: in Realtime and Fixed mode it lets virtual time follow the wall clock in short slices,
// so that posted work is never kept waiting long. Events due at this very instant run even while the clock is paused.
#pragma once

#include "clock.h"
#include "lab.h"

#include <functional>
#include <memory>

namespace kubarium::lab {

class LabThread {
public:
    explicit LabThread(std::function<std::unique_ptr<Lab>()> make); // called in the new thread
    ~LabThread(); // finishes what is posted, then ends the thread

    // Runs `work` in the lab's thread, in the order posted. Safe from any thread; false once the thread is ending.
    bool post(std::function<void(Lab&)> work);
    // As post(), and waits: for tests and for the end of the program, never from a slot or from the gui.
    void run(const std::function<void(Lab&)>& work);

    void setClock(Clock clock);
    Clock clock() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace kubarium::lab
