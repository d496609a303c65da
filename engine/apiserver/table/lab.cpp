#include "printers.h"
#include "words.h"

#include "api/goformat.h"
#include "api/types/lab.h"

namespace kubarium::apiserver::table {

namespace {

// "node/node-2", "pod/shop/web-0:app", "pod/shop app=web"
std::string targetText(const api::FaultTarget& target)
{
    std::string text = lowerCase(target.kind);
    for (const api::Text& part : {target.namespace_, target.name}) {
        if (!part.empty())
            text += '/' + part.str();
    }
    if (!target.container.empty())
        text += ':' + target.container.str();
    return target.selector.empty() ? text : text + ' ' + labelsText(target.selector);
}

std::string target(const api::Fault& fault)
{
    if (fault.spec->target)
        return targetText(*fault.spec->target);
    return fault.spec->between.empty() ? std::string(none) : joined(fault.spec->between, " - ", targetText);
}

std::string noticedBy(const api::Fault& fault)
{
    const auto& notices = fault.status->noticedBy;
    return notices.empty()
        ? std::string(none)
        : joined(notices, ",", [](const api::FaultNotice& notice) { return notice.component.view(); });
}

std::string ports(const api::Image& image)
{
    if (image.spec->listen.empty())
        return std::string(none);
    return joined(image.spec->listen, ",", [](const api::ImageListener& one) {
        return std::to_string(one.port) + (one.protocol.empty() ? "" : '/' + one.protocol.str());
    });
}

std::string from(const api::Traffic& traffic)
{
    const api::TrafficSource& source = traffic.spec->from;
    if (source.outside)
        return "outside";
    if (source.pod) {
        const std::string space = source.pod->namespace_.empty() ? std::string() : '/' + source.pod->namespace_.str();
        return "pod" + space + (source.pod->selector.empty() ? "" : ' ' + labelsText(source.pod->selector));
    }
    return source.node.empty() ? std::string(none) : "node/" + source.node.str();
}

std::string load(const api::Traffic& traffic)
{
    const api::TrafficSpec& spec = *traffic.spec;
    const auto perSecond = [](double rate) { return api::goNumber(rate) + "/s"; };
    if (!spec.ramp.empty())
        return perSecond(spec.ramp.front().rate) + " to " + perSecond(spec.ramp.back().rate);
    if (spec.users)
        return std::to_string(*spec.users) + (*spec.users == 1 ? " user" : " users");
    return spec.rate ? perSecond(*spec.rate) : std::string(none);
}

std::string errors(const api::Traffic& traffic)
{
    std::string all;
    for (const auto& [what, count] : traffic.status->errors) {
        if (count > 0)
            all += (all.empty() ? "" : ", ") + what.str() + ": " + std::to_string(count);
    }
    return all.empty() ? std::string(none) : all;
}

} // namespace

std::vector<KindPrinter> labPrinters()
{
    using namespace api;
    return {
        printerOf<Fault>({cell<Fault, target>("Target"), cell<Fault, noticedBy>("Noticed By")}),
        printerOf<Image>({cell<Image, ports>("Ports")}),
        printerOf<Traffic>({cell<Traffic, from>("From"), cell<Traffic, load>("Load"), cell<Traffic, errors>("Errors")}),
    };
}

} // namespace kubarium::apiserver::table
