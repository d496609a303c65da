// A pod in one line: READY, STATUS and RESTARTS, which nothing in the object says outright. They are read off the states
// of its containers in the order in which these matter: first whichever init container holds the pod up, then the others.
#pragma once

#include "api/types/core-pod.h"

#include <string>

namespace kubarium::apiserver::table {

class PodRow {
public:
    explicit PodRow(const api::Pod& pod);

    std::size_t readyContainers() const { return m_ready; }

    // Sidecars are among them, other init containers are not.
    std::size_t containers() const { return m_containers; }

    // Running, Completed, Init:1/2, CrashLoopBackOff, Terminating, …
    const std::string& status() const { return m_status; }

    // "3 (5m ago)"; of the init containers while these run, of all others then.
    std::string restarts(api::Time now) const;

private:
    struct Restarts {
        std::int64_t count = 0;
        api::Time last;
        void add(const api::ContainerStatus& container);
    };

    bool readInitContainers(const api::Pod& pod);
    void readContainers(const api::Pod& pod);

    std::size_t m_ready = 0;
    std::size_t m_containers = 0;
    std::string m_status;
    Restarts m_restarts;
    Restarts m_sidecarRestarts;
};

} // namespace kubarium::apiserver::table
