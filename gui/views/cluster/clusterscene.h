// The cluster as a scene: a tile for each node, its pods inside; the control plane and what waits for a node above.
//
//   ┌ master-1 ┐ ┌ Waiting for a node ┐
//   ┌ node-1 ──┐ ┌ node-2 ──┐ ┌ node-3 ──┐     a pod keeps its slot as long as it lives; one that comes takes the first
//   │ ▌a  ▌b   │ │ ▌c       │ │          │     free one of its node
//
// It follows batches: what did not change is not looked at again.
#pragma once

#include "canvas/scene.h"
#include "views/cluster/clustergrid.h"

#include "lab/changefeed.h"

#include <QCoreApplication>

#include <map>
#include <set>
#include <string>

namespace kubarium::gui {

class ClusterScene {
    Q_DECLARE_TR_FUNCTIONS(ClusterScene)
public:
    ClusterScene();

    // Takes in a batch. False if nothing that shows has changed.
    bool follow(const lab::Batch& batch);
    // Only pods of that namespace; all, if it is empty.
    void showNamespace(const QString& name, const lab::Batch& batch);
    void retranslate();

    const Scene& scene() const { return m_scene; }

    int pods() const { return m_pods; }

private:
    // A pod as it is shown, and what it takes of its node.
    struct Slot {
        Token token; // its object is null while the slot is free
        double cpu = 0;
        double memory = 0;
    };

    struct Tile {
        api::ObjectPtr node; // null: not a node's
        std::map<std::string, int> slotOfPod; // by namespace/name
        std::vector<Slot> places;
        std::set<int> free; // of them
        std::size_t group = 0; // in the scene
        int index = 0; // among its like
    };

    enum class Place { Waiting, Master, Worker };

    static Place placeOf(const std::string& name, const Tile& tile);
    int mostPods(Place place) const;

    void readAll(const lab::Batch& batch);
    Tile& tileOf(const std::string& node);
    void forget(const std::string& node); // if there is nothing left to show
    void takeNode(const store::Change& change);
    void takePod(const store::Change& change);
    bool shows(const api::ObjectPtr& pod) const;
    void put(const api::ObjectPtr& pod);
    void remove(const api::ObjectPtr& pod);
    void layOut();
    void fill(const std::string& name, Tile& tile);
    void fillHead(Group& group, const std::string& name, const Tile& tile) const;

    std::map<std::string, Tile> m_tiles; // by the node's name; "" for pods without one
    std::vector<std::string> m_dirty; // tiles to fill anew
    bool m_moved = false; // tiles came or went: all have to be laid out
    Scene m_scene;
    QString m_namespace;
    ClusterGrid m_grid;
    int m_pods = 0;
};

} // namespace kubarium::gui
