// What a node has to do with: the pods that are bound to it, and what those use.
//
//   node ← pod ← Secret, ConfigMap, ServiceAccount, claim
//   node ← pod ← claim ← volume ← Secret
//   node ← VolumeAttachment
#pragma once

#include "../state.h"

#include "api/types/core-pod.h"

#include <functional>

namespace kubarium::apiserver {

class NodeRelations {
public:
    NodeRelations(const State& state, std::string_view node) : m_state(state), m_node(node) { }

    bool pod(std::string_view namespace_, std::string_view name) const;
    bool secret(std::string_view namespace_, std::string_view name) const;
    bool configMap(std::string_view namespace_, std::string_view name) const;
    bool serviceAccount(std::string_view namespace_, std::string_view name) const;
    bool claim(std::string_view namespace_, std::string_view name) const;
    bool volume(std::string_view name) const;
    bool attachment(std::string_view name) const;

private:
    // Whether one of its pods in a namespace fits.
    bool anyPod(std::string_view namespace_, const std::function<bool(const api::Pod&)>& fits) const;

    const State& m_state;
    std::string_view m_node;
};

} // namespace kubarium::apiserver
