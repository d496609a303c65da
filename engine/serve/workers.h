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

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace kubarium::serve
