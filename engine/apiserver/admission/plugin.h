// Admission: the last word before an object is stored. One plugin, one file, one line in plugins.cpp.
#pragma once

#include "../request.h"
#include "../state.h"

#include <functional>

namespace kubarium::apiserver {

// A request as plugins see it. `object` is the stored version, after defaulting; `old` what is stored now.
struct Attributes {
    const Request& request;
    const api::Kind& kind; // the stored one
    const State& state;
    api::ObjectPtr old;
    std::vector<std::string>& warnings;
    // What the server writes in one step with the object, if it comes to that: accounts that a plugin keeps in other objects.
    // Null where nothing is going to be stored.
    std::vector<api::ObjectPtr>* alongside = nullptr;
    // What a plugin that lets a request pass has to say for the audit log: it is kept with the trace. Null if there is none.
    std::vector<std::string>* notes = nullptr;
};

class AdmissionPlugin {
public:
    virtual ~AdmissionPlugin() = default;
    virtual std::string_view name() const = 0;
    virtual bool handles(Verb verb) const = 0;

    // May change the object. Nothing, or the refusal.
    virtual std::optional<api::Status> mutate(const Attributes&, api::ObjectPtr&) const { return std::nullopt; }

    virtual std::optional<api::Status> validate(const Attributes&, const api::ObjectPtr&) const { return std::nullopt; }
};

// Whether a request makes an object: an apply does so, too.
bool creates(const Attributes& attributes);
// Of what a refusal speaks: the name, or as long as there is none, what it will begin with.
std::string nameOf(const Attributes& attributes, const api::ObjectPtr& object);

// The plugins of a server, in the order in which they run; those handed in from above (a lesson's guard) run last.
class AdmissionChain {
public:
    static AdmissionChain standard(); // as a kube-apiserver has them

    void add(std::unique_ptr<AdmissionPlugin> plugin) { m_plugins.push_back(std::move(plugin)); }

    const std::vector<std::unique_ptr<AdmissionPlugin>>& plugins() const { return m_plugins; }

private:
    std::vector<std::unique_ptr<AdmissionPlugin>> m_plugins;
};

} // namespace kubarium::apiserver
