// A lab with a thread of its own. Everybody else posts what should be done and gets the answer by a callback, which runs
// in the lab's thread; nobody waits for it.
//
// The thread also drives the clock, as the lab's Clock says: in Realtime and Fixed mode it lets virtual time follow the
// wall clock, while it stands still it moves it on request. Both in short slices, so that posted work is never kept
// waiting long. Events due at this very instant run even while the clock is paused.
#pragma once

#include "lab.h"

#include <functional>
#include <memory>

namespace kubarium::lab {

class LabThread {
public:
    explicit LabThread(std::function<std::unique_ptr<Lab>()> make); // called in the new thread
    ~LabThread(); // finishes what is posted, breaks off what advances, then ends the thread

    // Runs `work` in the lab's thread, in the order posted. Safe from any thread; false once the thread is ending.
    bool post(std::function<void(Lab&)> work);
    // As post(), and waits: for tests and for the end of the program, never from a slot or from the gui.
    void run(const std::function<void(Lab&)>& work);

    enum class Advanced : std::uint8_t { Done, Refused, Interrupted };
    using AdvanceDone = std::function<void(Lab&, Advanced)>;
    // Lets the clock go on by `span`, behind what was posted before, and calls back when it has. Refused when the clock
    // runs by itself; interrupted when the thread ends first, or the lab goes to another branch. What is posted meanwhile is done in between.
    void advance(api::Microseconds span, AdvanceDone done);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace kubarium::lab
