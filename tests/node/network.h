// Cuts nodes off: whatever their kubelets ask of the API server is refused, until they are joined again.
#pragma once

#include "controllers/cluster.h"

#include <set>

namespace kubarium {

class Network {
public:
    explicit Network(lab::Lab& lab) { lab.server().admission().add(std::make_unique<Firewall>(m_cut)); }

    void cut(const std::string& node) { m_cut->insert(node); }

    void join(const std::string& node) { m_cut->erase(node); }

private:
    using Nodes = std::shared_ptr<std::set<std::string>>;

    class Firewall final : public apiserver::AdmissionPlugin {
    public:
        explicit Firewall(Nodes cut) : m_cut(std::move(cut)) { }

        std::string_view name() const override { return "Firewall"; }

        bool handles(apiserver::Verb) const override { return true; }

        std::optional<api::Status> validate(
            const apiserver::Attributes& attributes, const api::ObjectPtr&) const override
        {
            const std::string prefix = "system:node:";
            const std::string& user = attributes.request.identity->user;
            if (!user.starts_with(prefix) || !m_cut->contains(user.substr(prefix.size())))
                return std::nullopt;
            return api::Status{503, "ServiceUnavailable", "the node is cut off", {}};
        }

    private:
        Nodes m_cut;
    };

    Nodes m_cut = std::make_shared<std::set<std::string>>();
};

} // namespace kubarium
