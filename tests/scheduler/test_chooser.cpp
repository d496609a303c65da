// The fast choice of a node, against a plain one, on many small clusters drawn by chance: with pods that come, go, end and
// change while what was worked out about others like them stands.
#include "naive.h"
#include "randomcluster.h"

#include "apiserver/resources.h"
#include "scheduler/decision.h"
#include "scheduler/podstate.h"
#include "scheduler/view.h"

#include <QtTest/QtTest>

using namespace kubarium;

namespace {

// How often each plugin made a difference.
using Influence = QMap<QString, int>;

QString named(std::string_view plugin)
{
    return QString::fromUtf8(plugin.data(), static_cast<qsizetype>(plugin.size()));
}

class Trial {
public:
    Trial(std::uint64_t seed, Influence& influence) : m_cluster(seed), m_seed(seed), m_influence(influence)
    {
        put(m_cluster.namespaceNamed("a"));
        put(m_cluster.namespaceNamed("b"));
        const int nodes = 1 + m_cluster.below(6);
        for (int i = 0; i < nodes; ++i)
            put(m_cluster.node(i));
        if (m_cluster.once(2))
            put(m_cluster.service());
        for (int i = 0; i < 3; ++i)
            m_forms.push_back(m_cluster.form());
        for (int i = m_cluster.below(6); i > 0; --i)
            put(placed(newPod(), m_cluster.below(nodes)));
    }

    // A few pods one after the other, with changes between them. What is wrong; empty if nothing is.
    QString run()
    {
        for (int step = 0; step < 4; ++step) {
            const api::ObjectPtr pod = newPod();
            put(pod);
            if (const QString wrong = compare(pod); !wrong.isEmpty())
                return QString("seed %1, step %2: %3").arg(m_seed).arg(step).arg(wrong);
            disturb();
        }
        return {};
    }

private:
    static store::Key keyOf(const api::ObjectPtr& object)
    {
        const api::Kind& kind = *api::findKindByApiVersion(object.type().apiVersion, object.type().kind);
        return {apiserver::resourceId(kind), object.meta().namespace_, object.meta().name};
    }

    void put(const api::ObjectPtr& object)
    {
        if (m_store.find(keyOf(object)))
            m_store.update(keyOf(object).resource, object, std::nullopt, {});
        else
            m_store.create(keyOf(object).resource, object, {});
    }

    api::ObjectPtr newPod()
    {
        return RandomCluster::pod(m_forms[static_cast<std::size_t>(m_cluster.below(3))], m_pods++);
    }

    static api::ObjectPtr placed(api::ObjectPtr pod, int node)
    {
        pod.editAs<api::Pod>().spec.edit().nodeName = "n" + std::to_string(node);
        return pod;
    }

    std::vector<api::ObjectPtr> all(const char* kind) const
    {
        std::vector<api::ObjectPtr> list;
        m_store.tree(apiserver::resourceId(*api::findKind("", "v1", kind))).visit([&](const api::ObjectPtr& object) {
            list.push_back(object);
            return true;
        });
        return list;
    }

    QString compare(const api::ObjectPtr& pod)
    {
        const naive::Cluster cluster{all("Node"), all("Pod"), all("Namespace"), all("Service")};
        const naive::Result plain = naive::schedule(cluster, pod);
        const sim::RandomStream draw(m_seed);
        scheduler::Choice fast;
        {
            const scheduler::Views::Lease view = m_views.of(m_store);
            const scheduler::Finder find = [&](const store::Key& key) { return m_store.find(key); };
            fast = view->chooser.choose(pod, find, draw);
        }
        const scheduler::Decision told = scheduler::decide(m_store.snapshot(), pod, {}, draw);
        note(told);
        for (std::size_t i = 0; i < plain.fits.size(); ++i) {
            const QString name = QString::fromStdString(told.nodes[i].node.str());
            if (told.nodes[i].fits != plain.fits[i])
                return name + (plain.fits[i] ? " fits, but is refused: " + QString::fromStdString(told.nodes[i].detail) : " does not fit");
            if (plain.fits[i] && told.nodes[i].total != plain.totals[i])
                return QString("%1 has the score %2 instead of %3").arg(name).arg(told.nodes[i].total).arg(plain.totals[i]);
        }
        if (plain.best.empty())
            return fast.node == scheduler::noNode ? QString() : "a node was chosen where none fits";
        sim::RandomStream again = draw;
        const std::size_t drawn = plain.best.size() > 1 ? again.below(plain.best.size()) : 0;
        if (fast.node != plain.best[drawn] || fast.equals != plain.best.size())
            return QString("n%1 is chosen of %2 instead of n%3 of %4").arg(fast.node).arg(fast.equals).arg(plain.best[drawn]).arg(plain.best.size());
        put(placed(pod, static_cast<int>(fast.node)));
        return {};
    }

    void note(const scheduler::Decision& told)
    {
        QMap<QString, QSet<int>> scores;
        for (const scheduler::NodeVerdict& verdict : told.nodes) {
            if (!verdict.fits)
                ++m_influence["refused by " + named(verdict.plugin)];
            for (const scheduler::PluginScore& score : verdict.scores)
                scores[named(score.plugin)] << score.normalised;
        }
        for (auto plugin = scores.cbegin(); plugin != scores.cend(); ++plugin)
            m_influence["ranked by " + plugin.key()] += plugin.value().size() > 1;
    }

    void disturb()
    {
        const std::vector<api::ObjectPtr> pods = all("Pod");
        api::ObjectPtr pod = pods[static_cast<std::size_t>(m_cluster.below(static_cast<int>(pods.size())))];
        switch (m_cluster.below(6)) {
        case 0:
            m_store.remove(keyOf(pod), std::nullopt, {});
            break;
        case 1: // it is being deleted: it takes room, but counts for spread no more
            pod.editMeta().deletionTimestamp = api::Time::sinceEpoch(std::chrono::seconds(1));
            put(pod);
            break;
        case 2:
            pod.editMeta().labels.set("app", m_cluster.letter("p", 2));
            put(pod);
            break;
        case 3:
            pod.editAs<api::Pod>().status.edit().phase = "Succeeded";
            put(pod);
            break;
        case 4:
            if (m_cluster.once(3))
                put(m_cluster.node(0));
            break;
        default:
            break;
        }
    }

    RandomCluster m_cluster;
    std::uint64_t m_seed;
    store::Store m_store;
    std::vector<api::Box<api::Pod>> m_forms;
    int m_pods = 0;
    scheduler::Views m_views;
    Influence& m_influence;
};

} // namespace

class TestChooser : public QObject {
    Q_OBJECT
private slots:
    void agreesWithThePlainWay();
    void forksDecideTheSame();
    void choosesAmongEqualsByChance();
};

void TestChooser::agreesWithThePlainWay()
{
    Influence influence;
    for (std::uint64_t seed = 1; seed <= 10'000; ++seed) {
        const QString wrong = Trial(seed, influence).run();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
    // And everybody had a say.
    for (const scheduler::FilterPlugin* const filter : scheduler::filters()) {
        const QString what = "refused by " + named(filter->name());
        QVERIFY2(influence[what] >= 500 || filter->name() == "NodeName", qPrintable(what));
    }
    for (const scheduler::WeightedScorer& scorer : scheduler::scorers()) {
        const QString what = "ranked by " + named(scorer.plugin->name());
        QVERIFY2(influence[what] >= 500, qPrintable(what));
    }
}

// A copy of a store finds no columns that are its own after it went another way; it decides as one that has its own.
void TestChooser::forksDecideTheSame()
{
    RandomCluster cluster(7);
    store::Store store;
    const store::ResourceId nodes = apiserver::resourceId(*api::findKind("", "v1", "Node"));
    const store::ResourceId pods = apiserver::resourceId(*api::findKind("", "v1", "Pod"));
    for (int i = 0; i < 5; ++i)
        store.create(nodes, cluster.node(i), {});
    api::Box<api::Pod> form;
    form.edit().metadata.namespace_ = "a";
    form.edit().spec.edit().containers.push_back({}).image = "x";
    scheduler::Views views;
    const auto choose = [&](store::Store& where, int number) {
        const api::ObjectPtr pod = RandomCluster::pod(form, number);
        const scheduler::Views::Lease view = views.of(where);
        const scheduler::Choice choice =
            view->chooser.choose(pod, [](const store::Key&) { return api::ObjectPtr(); }, sim::RandomStream(1));
        api::ObjectPtr bound = pod;
        bound.editAs<api::Pod>().spec.edit().nodeName = "n" + std::to_string(choice.node);
        where.create(pods, bound, {});
        return choice.node;
    };
    choose(store, 0);
    store::Store fork = store;
    // The same revisions, other pods: the two may not be mixed up.
    QList<int> one;
    QList<int> other;
    for (int i = 1; i < 20; ++i) {
        one << static_cast<int>(choose(store, i));
        other << static_cast<int>(choose(fork, i));
    }
    QCOMPARE(one, other);
    scheduler::NodeColumns fresh;
    fresh.rebuild(store.snapshot());
    const scheduler::Views::Lease followed = views.of(store);
    QCOMPARE(followed->nodes.requested().pods, fresh.requested().pods);
    QCOMPARE(followed->nodes.podsInAll(), std::size_t(20));
}

void TestChooser::choosesAmongEqualsByChance()
{
    scheduler::View view;
    std::vector<api::ObjectPtr> nodes;
    for (int i = 0; i < 4; ++i) {
        api::Box<api::Node> node;
        node.edit().metadata.name = "n" + std::to_string(i);
        node.edit().status.edit().allocatable = {{"cpu", api::Quantity::ofUnits(4)}, {"memory", api::Quantity::ofUnits(1 << 30)},
            {"pods", api::Quantity::ofUnits(110)}};
        nodes.push_back(node);
    }
    view.nodes.stand(nodes);
    api::Box<api::Pod> pod;
    pod.edit().spec.edit().containers.push_back({}).image = "x";
    QList<int> drawn{0, 0, 0, 0};
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const auto choose = [&] {
            return view.chooser.choose(pod, [](const store::Key&) { return api::ObjectPtr(); }, sim::RandomStream(seed));
        };
        const scheduler::Choice choice = choose();
        QCOMPARE(choice.equals, std::size_t(4));
        QCOMPARE(choose().node, choice.node); // the same chance, the same node
        ++drawn[static_cast<int>(choice.node)];
    }
    for (const int times : drawn)
        QVERIFY2(times > 60 && times < 140, qPrintable(QString::number(times)));
}

QTEST_GUILESS_MAIN(TestChooser)
#include "test_chooser.moc"
