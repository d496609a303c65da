#include "printers.h"
#include "words.h"

#include "api/types/core-config.h"

namespace kubarium::apiserver::table {

namespace {

std::int64_t entries(const api::ConfigMap& map)
{
    return static_cast<std::int64_t>(map.data.size() + map.binaryData.size());
}

std::int64_t secretEntries(const api::Secret& secret)
{
    return static_cast<std::int64_t>(secret.data.size());
}

std::int64_t secrets(const api::ServiceAccount& account)
{
    return static_cast<std::int64_t>(account.secrets.size());
}

// "pods: 1/2, requests.cpu: 100m/1": used of hard, limits apart from all else.
std::string used(const api::ResourceQuota& quota, bool limits)
{
    const api::ResourceQuotaStatus& status = *quota.status;
    std::string all;
    for (const auto& [resource, hard] : status.hard) {
        if (resource.view().starts_with("limits") != limits)
            continue;
        if (!all.empty())
            all += ", ";
        all += resource.str() + ": " + amountOf(status.used, resource) + '/' + hard.text();
    }
    return all;
}

std::string requests(const api::ResourceQuota& quota)
{
    return used(quota, false);
}

std::string limits(const api::ResourceQuota& quota)
{
    return used(quota, true);
}

} // namespace

std::vector<KindPrinter> configPrinters()
{
    using namespace api;
    return {
        printerOf<ConfigMap>({cell<ConfigMap, entries>("Data")}),
        printerOf<Secret>({cell<Secret, secretEntries>("Data")}),
        printerOf<ServiceAccount>({cell<ServiceAccount, secrets>("Secrets")}),
        printerOf<ResourceQuota>({cell<ResourceQuota, requests>("Request"), cell<ResourceQuota, limits>("Limit")}),
    };
}

} // namespace kubarium::apiserver::table
