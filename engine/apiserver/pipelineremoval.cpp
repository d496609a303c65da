#include "pipeline.h"

#include "decoding.h"
#include "deletion.h"
#include "list.h"
#include "refusals.h"
#include "resources.h"

namespace kubarium::apiserver {

void Pipeline::remove()
{
    if (!readDeleteOptions())
        return;
    const api::ObjectPtr object = found();
    if (!object)
        return;
    warnOfDeletion();
    removeFound(object);
}

void Pipeline::removeFound(const api::ObjectPtr& object)
{
    m_attributes.old = object;
    m_object = object;
    if (const auto refusal = preconditionFailure(m_stored, m_request.versions.shown(object), m_remove)) {
        refuse(Stage::Validation, *refusal);
        return;
    }
    if (mutate() && admit())
        removeOne(object);
}

void Pipeline::removeAll()
{
    if (!readDeleteOptions())
        return;
    Request walk = m_request;
    walk.verb = Verb::List;
    api::Result<Page> page = apiserver::list(m_state, walk);
    if (!page) {
        refuse(Stage::Storage, page.status());
        return;
    }
    warnOfDeletion();
    // Each is a delete of its own, with its own admission; the first that is refused ends it.
    Request single = m_request;
    single.verb = Verb::Delete;
    single.body.clear();
    single.bodyFormat = BodyFormat::None;
    single.remove = m_remove;
    single.dryRun = m_dryRun;
    for (const api::ObjectPtr& listed : page->items) {
        single.namespace_ = listed.meta().namespace_.str();
        single.name = listed.meta().name.str();
        const api::ObjectPtr object = m_state.store.find(keyOf(m_stored, single.namespace_, single.name));
        if (!object)
            continue; // meanwhile gone
        Pipeline removal(m_server, m_state, single);
        removal.removeFound(object);
        Response removed = removal.take();
        for (TraceStep& step : removed.trace)
            m_response.trace.push_back(std::move(step));
        if (!removed.ok()) {
            m_response.status = std::move(removed.status);
            return;
        }
        if (removed.revision != 0)
            m_response.revision = removed.revision;
    }
    m_response.status = success();
    m_response.page = std::move(*page);
}

void Pipeline::warnOfDeletion()
{
    if (auto warning = deletionWarning(m_stored, m_remove))
        m_response.warnings.push_back(std::move(*warning));
}

void Pipeline::removeOne(const api::ObjectPtr& object)
{
    Removal removal = removalOf(m_stored, object, m_remove, m_state.now);
    if (removal.marked) {
        m_object = std::move(removal.marked);
        write(object);
    } else if (!removal.gone) { // on its way already
        answer(object);
    }
    if (!removal.gone)
        return;
    const api::ObjectPtr last = erased(m_object);
    pass(Stage::Storage, {}, "removed");
    if (isAnsweredWithObject(m_stored)) {
        answer(last);
        return;
    }
    m_response.object = {};
    m_response.status = success();
    m_response.status.details = {object.meta().name.str(), std::string(m_stored.group), std::string(m_stored.resource),
        object.meta().uid.str(), {}, 0};
}

} // namespace kubarium::apiserver
