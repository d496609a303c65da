// A world in which many may something, and what tests of rights ask in it: who are those who ask, what stands, may he?
#pragma once

#include "api/encode.h"
#include "api/manifestreader.h"
#include "apiserver/rbac/bootstrap.h"
#include "apiserver/rbac/bootstrapobjects.h"
#include "apiserver/rbac/impersonation.h"
#include "apiserver/rbac/looked.h"
#include "apiserver/rbac/noderestriction.h"
#include "apiserver/refusals.h"
#include "apiserver/resources.h"
#include "lab/lab.h"
#include "lab/simulation.h"

#include "api/types/authorization.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/rbac.h"

#include <QtTest/QtTest>

namespace kubarium::apiserver {

// Those who ask in these tests; whoever is not listed is an ordinary user of that name.
Identity identity(const QByteArray& who);

// One question in words: WHO VERB WHAT [NAME] [in NAMESPACE] [with FIELD SELECTOR], where WHAT is resource[.group][/sub]
// or a path.
struct Question {
    explicit Question(const QByteArray& line)
    {
        const QList<QByteArray> words = line.split(' ');
        who = identity(words[0]);
        verb = words[1].toStdString();
        const std::string what = words[2].toStdString();
        for (qsizetype i = 3; i < words.size(); ++i) {
            if (words[i] == "in")
                space = words[++i].toStdString();
            else if (words[i] == "with")
                fields = words[++i].toStdString();
            else
                name = words[i].toStdString();
        }
        if (what.starts_with('/')) {
            path = what;
            return;
        }
        const std::size_t slash = std::min(what.find('/'), what.size());
        sub = slash < what.size() ? what.substr(slash + 1) : "";
        const std::string full = what.substr(0, slash);
        const std::size_t dot = std::min(full.find('.'), full.size());
        resource = full.substr(0, dot);
        group = dot < full.size() ? full.substr(dot + 1) : "";
    }

    AccessQuestion question() const { return {who, verb, group, "v1", resource, sub, space, name, path, fields}; }

    Identity who;
    std::string verb, group, resource, sub, space, name, path, fields;
};

std::unique_ptr<lab::Simulation> newWorld();
const api::Kind& rbacKind(const char* name);

// One that each test begins with anew.
class RightsWorld {
protected:
    void begin();
    void beginAgain();
    void apply(const char* yaml);
    Response ask(const QByteArray& who, Verb verb, const QByteArray& yaml, const char* subresource = "");
    Decision decide(const QByteArray& line);

    std::unique_ptr<lab::Simulation> m_world;

private:
    std::unique_ptr<lab::Simulation> m_begun;
};

} // namespace kubarium::apiserver
