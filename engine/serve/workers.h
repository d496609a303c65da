// A few threads for what takes long and touches nothing that changes: writing large lists, squeezing them.
#pragma once

#include <functional>
#include <memory>

namespace kubarium::serve {

class Workers {
public:
    explicit Workers(unsigned threads);
    ~Workers(); // finishes what was posted

    void post(std::function<void()> work); // from any thread
    // Calls `each` with every number below `count`, in as many threads as have time, this one among them; comes back when
    // all is done. May be called by what was posted.
    void forEach(std::size_t count, const std::function<void(std::size_t)>& each);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace kubarium::serve
