// The server's internal form of an object as it shows it in errors: as JSON, but with Go's names for the fields, and
// with every field written.
//
//   ours, and everybody's        {"persistentVolumeName":"pv-1"}
//   in the server's complaint    {"PersistentVolumeName":"pv-1","InlineVolumeSpec":null}
//
// Labels, selectors and whatever else comes from the machinery below the API kinds look the same in both.
#pragma once

#include "../schema.h"

#include <string>

namespace kubarium::api {

std::string goJson(const Type& type, const void* value);
// A part of a struct: these fields only, in this order, named as in JSON. Go embeds structs where our tables do not.
std::string goJson(const Type& type, const void* value, std::span<const std::string_view> fields);

template <class T> std::string goJson(const T& value)
{
    return goJson(*TypeOf<T>::value, &value);
}

// What changed between two such texts, spread over lines and compared line by line, with three lines around each
// change:
//
//   @@ -12,7 +12,7 @@
//     "VolumeName": "",
//   - "StorageClassName": "slow",
//   + "StorageClassName": "fast",
std::string jsonDiff(std::string_view oldJson, std::string_view newJson);

template <class T> std::string goDiff(const T& old, const T& now)
{
    return jsonDiff(goJson(old), goJson(now));
}

} // namespace kubarium::api
