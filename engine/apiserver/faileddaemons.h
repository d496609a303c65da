// How often the failed pods of a DaemonSet were made anew on a node: a kubelet that goes on refusing them is asked less and
// less often.
//
//   a failed pod is removed      the next one may be after 1 s, 2 s, 4 s … 15 min
//   30 min without a failure     forgotten
//
// No object remembers this, so it is learnt from the writes themselves, like an index.
#pragma once

#include "store/store.h"

#include <map>
#include <memory>

namespace kubarium::apiserver {

class FailedDaemons {
public:
    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    // When a failed pod of the DaemonSet may be removed from a node; past, or zero, if it need not wait.
    api::Time retryFrom(const api::Text& setUid, const api::Text& node) const;

private:
    struct Failures {
        int count = 0;
        api::Time last;
    };

    using Places = std::map<std::pair<api::Text, api::Text>, Failures>;

    Places& own();

    std::shared_ptr<Places> m_places; // shared by copies until one of them learns more
    std::size_t m_tidyAt = 64;
};

} // namespace kubarium::apiserver
