#include "profile.h"

#include "plugins/imagelocality.h"
#include "plugins/interpodaffinity.h"
#include "plugins/nodeaffinity.h"
#include "plugins/nodename.h"
#include "plugins/nodeports.h"
#include "plugins/noderesourcesbalancedallocation.h"
#include "plugins/noderesourcesfit.h"
#include "plugins/nodeunschedulable.h"
#include "plugins/podtopologyspread.h"
#include "plugins/tainttoleration.h"

namespace kubarium::scheduler {

namespace {

struct Plugins {
    NodeUnschedulable nodeUnschedulable;
    NodeName nodeName;
    TaintToleration taintToleration;
    NodeAffinity nodeAffinity;
    NodePorts nodePorts;
    NodeResourcesFit nodeResourcesFit;
    PodTopologySpread podTopologySpread;
    InterPodAffinity interPodAffinity;
    NodeResourcesBalancedAllocation balancedAllocation;
    ImageLocality imageLocality;
};

const Plugins& plugins()
{
    static const Plugins all;
    return all;
}

} // namespace

const std::array<const FilterPlugin*, filterCount>& filters()
{
    static const std::array<const FilterPlugin*, filterCount> all{&plugins().nodeUnschedulable, &plugins().nodeName,
        &plugins().taintToleration, &plugins().nodeAffinity, &plugins().nodePorts, &plugins().nodeResourcesFit,
        &plugins().podTopologySpread, &plugins().interPodAffinity};
    return all;
}

const std::array<WeightedScorer, scorerCount>& scorers()
{
    static const std::array<WeightedScorer, scorerCount> all{{
        {&plugins().taintToleration, 3},
        {&plugins().nodeAffinity, 2},
        {&plugins().nodeResourcesFit, 1},
        {&plugins().podTopologySpread, 2},
        {&plugins().interPodAffinity, 2},
        {&plugins().balancedAllocation, 1},
        {&plugins().imageLocality, 1},
    }};
    return all;
}

News newsFor(Refusers refusers)
{
    News news = News::None;
    for (std::size_t i = 0; i < filterCount; ++i) {
        if (refusers >> i & 1U)
            news = news | filters()[i]->helpfulNews();
    }
    return news;
}

std::vector<std::string_view> namesOf(Refusers refusers)
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < filterCount; ++i) {
        if (refusers >> i & 1U)
            names.push_back(filters()[i]->name());
    }
    return names;
}

} // namespace kubarium::scheduler
