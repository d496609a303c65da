// How a group's file hands its conditional defaults to defaults.cpp.
//
//   void setDefaults(Service& service);
//
//   std::span<const Defaulter> coreDefaults()
//   {
//       static constexpr Defaulter defaulters[] = {defaulterOf<Service>()};
//       return defaulters;
//   }
#pragma once

#include "defaults.h"

#include <span>

namespace kubarium::api {

struct Defaulter {
    const Type* type;
    void (*apply)(void* object);
};

template <class T> constexpr Defaulter defaulterOf()
{
    return {TypeOf<T>::value, [](void* object) { setDefaults(*static_cast<T*>(object)); }};
}

std::span<const Defaulter> podDefaults();
std::span<const Defaulter> coreDefaults();
std::span<const Defaulter> workloadDefaults(); // apps, batch, ReplicationController, PodTemplate
std::span<const Defaulter> scalingDefaults();
std::span<const Defaulter> networkDefaults();
std::span<const Defaulter> storageDefaults();
std::span<const Defaulter> accessDefaults();
std::span<const Defaulter> extensionDefaults();

} // namespace kubarium::api
