#include "imagelocality.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::int64_t megabyte = 1024 * 1024;
constexpr std::int64_t tooSmallToMatter = 23 * megabyte;
constexpr std::int64_t largestPerContainer = 1000 * megabyte;

std::int64_t scaled(std::int64_t size, std::size_t nodesWithIt, std::size_t nodes)
{
    const double spread = static_cast<double>(nodesWithIt) / static_cast<double>(nodes);
    return static_cast<std::int64_t>(static_cast<double>(size) * spread);
}

std::int32_t scoreOf(std::int64_t sum, std::size_t containers)
{
    const std::int64_t largest = largestPerContainer * static_cast<std::int64_t>(containers);
    const std::int64_t bounded = std::clamp(sum, tooSmallToMatter, largest);
    return static_cast<std::int32_t>(highestScore * (bounded - tooSmallToMatter) / (largest - tooSmallToMatter));
}

} // namespace

bool ImageLocality::ranks(const Cycle& cycle) const
{
    const std::vector<std::string>& images = cycle.pod().images;
    return std::any_of(images.begin(), images.end(), [&](const std::string& name) {
        const ImageOnNodes* const image = cycle.nodes().image(name);
        return image && !image->nodes.empty();
    });
}

std::uint64_t ImageLocality::version(const Cycle& cycle) const
{
    std::uint64_t sum = 1; // each of the numbers only grows
    for (const std::string& name : cycle.pod().images) {
        if (const ImageOnNodes* const image = cycle.nodes().image(name))
            sum += image->version;
    }
    return sum;
}

std::int32_t ImageLocality::score(const Cycle& cycle, NodeIndex node) const
{
    std::int64_t sum = 0;
    for (const std::string& name : cycle.pod().images) {
        const ImageOnNodes* const image = cycle.nodes().image(name);
        if (!image)
            continue;
        const auto here = std::lower_bound(image->nodes.begin(), image->nodes.end(), node,
            [](const auto& entry, NodeIndex index) { return entry.first < index; });
        if (here != image->nodes.end() && here->first == node)
            sum += scaled(here->second, image->nodes.size(), cycle.nodes().size());
    }
    return scoreOf(sum, cycle.pod().images.size());
}

void ImageLocality::score(const Cycle& cycle, const Marks& fits, Scores& scores) const
{
    std::vector<std::int64_t> sums(fits.size(), 0);
    for (const std::string& name : cycle.pod().images) {
        if (const ImageOnNodes* const image = cycle.nodes().image(name)) {
            for (const auto& [node, size] : image->nodes)
                sums[node] += scaled(size, image->nodes.size(), fits.size());
        }
    }
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (fits[node])
            scores[node] = scoreOf(sums[node], cycle.pod().images.size());
    }
}

} // namespace kubarium::scheduler
