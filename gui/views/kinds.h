// The kinds of the list at the left, in groups that people think in. Common ones always stand there, rarer ones once
// there is an object of them.
#pragma once

#include "api/schema.h"
#include "lab/changefeed.h"

#include <QString>

#include <span>

namespace kubarium::gui {

enum class KindGroup : std::uint8_t { Cluster, Workloads, Network, Config, Access, Lab, Other };

struct ShownKind {
    const api::Kind* kind;
    store::ResourceId resource;
    KindGroup group;
    bool common;
};

// Grouped, common ones first within their group.
std::span<const ShownKind> shownKinds();

// In the language of the window.
QString nameOf(KindGroup group);
QString pluralOf(const api::Kind& kind);
QString docOf(const api::Doc& doc);

// The lab keeps its own objects apart from those of the cluster; who looks at a kind need not know.
const store::ObjectTree& objectsOf(const api::Kind& kind, const lab::Batch& batch);
const std::vector<store::Change>& changesOf(const api::Kind& kind, const lab::Batch& batch);

// "pods", "deploy" or "Deployment", as kubectl takes it; null if no shown kind is called so.
const api::Kind* kindCalled(const QString& name);

} // namespace kubarium::gui
