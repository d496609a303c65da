// Small objects to fill a store with.
#pragma once

#include "api/object.h"
#include "api/types/core-config.h"

#include <string>

inline kubarium::api::ObjectPtr configMap(const std::string& namespace_, const std::string& name, int value = 0)
{
    kubarium::api::Box<kubarium::api::ConfigMap> box;
    kubarium::api::ConfigMap& map = box.edit();
    map.metadata.namespace_ = namespace_;
    map.metadata.name = name;
    map.data = {{"value", kubarium::api::Text(std::to_string(value))}};
    return box;
}

inline std::string valueOf(const kubarium::api::ObjectPtr& object)
{
    return object ? object.as<kubarium::api::ConfigMap>()->data.find("value")->str() : "none";
}
