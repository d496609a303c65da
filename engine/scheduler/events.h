// How the scheduler tells people what it does: as Events of the newer kind, which say who acted and what he did.
//
// What is said again of the same version of a pod within six minutes becomes a series: the Event counts. (Of another version
// it is another Event; so the first refusal of a pod, which changes its status, stands alone.)
#pragma once

#include "apiserver/client.h"

namespace kubarium::scheduler {

struct Told {
    std::string_view type = "Normal";
    std::string_view reason; // Scheduled, FailedScheduling, Preempted
    std::string_view action; // Binding, Scheduling, Preempting
    std::string_view note;
    api::ObjectPtr related = {}; // another pod that has to do with it
};

void tell(apiserver::Client& client, const api::ObjectPtr& pod, const Told& told);

} // namespace kubarium::scheduler
