#include "conflicts.h"

namespace kubarium::api {

void forgive(FieldConflicts& conflicts, const FieldSet& allowed)
{
    for (auto& [manager, fields] : conflicts)
        fields = fields.without(allowed);
    std::erase_if(conflicts, [](const auto& entry) { return entry.second.empty(); });
}

Status conflictStatus(const FieldConflicts& conflicts)
{
    Status status;
    status.code = 409;
    status.reason = "Conflict";
    std::string list;
    for (const auto& [manager, fields] : conflicts) {
        const std::string who = manager.shown();
        list += std::string(list.empty() ? "" : "\n") + "conflicts with " + who + ":";
        fields.forEach([&](const OwnedPath& path) {
            status.details.causes.push_back({"FieldManagerConflict", "conflict with " + who, shown(path)});
            list += "\n- " + shown(path);
        });
    }
    if (status.details.causes.size() == 1) {
        const StatusCause& cause = status.details.causes.front();
        status.message = "Apply failed with 1 conflict: " + cause.message + ": " + cause.field;
    } else {
        status.message = "Apply failed with " + std::to_string(status.details.causes.size()) + " conflicts: " + list;
    }
    return status;
}

} // namespace kubarium::api
