// Somebody who does things to a lab: creates, changes and deletes config maps, some of it refused, with time going on in
// between. The same seed does the same things.
#pragma once

#include "apiserver/resources.h"
#include "lab/lab.h"
#include "sim/random.h"

#include <QString>
#include <QStringList>

namespace kubarium::test {

inline const api::Kind& configMaps()
{
    return *api::findKind("", "v1", "ConfigMap");
}

inline apiserver::Request about(apiserver::Verb verb, const std::string& name, const std::string& body = {})
{
    static const auto admin = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"admin", "", {"system:masters", "system:authenticated"}, {}});
    apiserver::Request request;
    request.verb = verb;
    request.kind = &configMaps();
    request.namespace_ = "default";
    request.name = name;
    request.identity = admin;
    if (!body.empty()) {
        request.body = body;
        request.bodyFormat = apiserver::BodyFormat::Json;
    }
    return request;
}

inline std::string configMap(const std::string& name, const std::string& value)
{
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + R"("},"data":{"n":")" + value + "\"}}";
}

inline apiserver::Response create(lab::Lab& lab, const std::string& name, const std::string& value = "0")
{
    return lab.submit(about(apiserver::Verb::Create, "", configMap(name, value)));
}

inline apiserver::Request patch(apiserver::PatchType type, const std::string& name, const std::string& body)
{
    apiserver::Request request = about(apiserver::Verb::Patch, name, body);
    request.patchType = type;
    request.fieldManager = "tester";
    if (type == apiserver::PatchType::Apply)
        request.bodyFormat = apiserver::BodyFormat::Yaml;
    return request;
}

// Ten kinds of input, refused ones among them.
inline void act(lab::Lab& lab, std::uint64_t kind, const std::string& name, const std::string& value)
{
    using apiserver::PatchType;
    using apiserver::Verb;
    switch (kind % 10) {
    case 0:
        create(lab, name, value);
        break;
    case 1: {
        apiserver::Request yaml = about(Verb::Create, "", "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: g-}\n");
        yaml.bodyFormat = apiserver::BodyFormat::Yaml;
        lab.submit(yaml);
        break;
    }
    case 2:
        lab.submit(about(Verb::Update, name, configMap(name, value)));
        break;
    case 3:
        lab.submit(about(Verb::Delete, name));
        break;
    case 4: {
        apiserver::Request some = about(Verb::DeleteCollection, "");
        some.list.fieldSelector = "metadata.name=" + name;
        lab.submit(some);
        break;
    }
    case 5:
        lab.submit(patch(PatchType::Merge, name, R"({"data":{"merged":")" + value + "\"}}"));
        break;
    case 6:
        lab.submit(patch(PatchType::Strategic, name, R"({"metadata":{"labels":{"n":")" + value + "\"}}}"));
        break;
    case 7:
        lab.submit(patch(PatchType::Json, name, R"([{"op":"add","path":"/data/j","value":")" + value + "\"}]"));
        break;
    case 8:
        lab.submit(patch(PatchType::Apply, name,
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {applied: \"" + value + "\"}\n"));
        break;
    default: // no text at all: a body that is refused, byte for byte the same each time
        lab.submit(about(Verb::Create, "", "\xff\xfe{" + value));
    }
}

inline void live(lab::Lab& lab, int steps, std::uint64_t seed = 1)
{
    auto random = sim::Random(seed).stream("user", "acts", lab.inputs().size());
    for (int i = 0; i < steps; ++i) {
        lab.runFor(std::chrono::milliseconds(1 + random.below(20'000)));
        const std::string name = "c" + std::to_string(random.below(6));
        act(lab, random.below(10), name, std::to_string(i));
    }
}

// "c1@12 g-x7@13": every config map of the namespace with its version.
inline QString keys(const lab::Lab& lab)
{
    QStringList list;
    lab.store().tree(apiserver::resourceId(configMaps())).visit([&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ == "default")
            list << QString::fromStdString(object.meta().name.str() + "@" + object.meta().resourceVersion.str());
        return true;
    });
    return list.join(' ');
}

inline std::unique_ptr<lab::Lab> newLab(std::uint64_t seed = 1)
{
    lab::Lab::Options options;
    options.seed = seed;
    options.keyframeEvery = 16; // so that small tests meet several
    return std::make_unique<lab::Lab>(lab::ClusterFile::standard(), options);
}

} // namespace kubarium::test
