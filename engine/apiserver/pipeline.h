// One request on its way through the server, stage by stage. Each step answers whether the next one is reached; what it
// refuses with is the response.
//
//   pipeline.cpp         who may, reading, and the steps that all writes share
//   pipelinewrites.cpp   create, update, patch, apply; what is posted to a subresource
//   pipelineremoval.cpp  delete and deletecollection
#pragma once

#include "apiserver.h"

#include "api/fielderror.h"

namespace kubarium::apiserver {

struct Action;

class Pipeline {
public:
    Pipeline(const ApiServer& server, State& state, const Request& request);

    Response run();

    // The stages before anything is read: who asks, may he, is there such a thing to ask.
    bool admitted() { return authenticated() && authorized() && served(); }

    Response take() { return std::move(m_response); }

private:
    bool authenticated();
    bool authorized();
    bool served();

    void get();
    void list();

    void create();
    void add();
    void review();
    void update();
    void patch();
    void apply();
    void replace(const api::ObjectPtr& old);
    void createBelow();
    void perform(const Action& action);
    void evict();
    void remove();
    void removeAll();
    void removeOne(const api::ObjectPtr& object);
    void removeFound(const api::ObjectPtr& object);
    void warnOfDeletion();

    bool mayCreate();
    bool decode();
    bool readDeleteOptions();
    bool inItsNamespace();
    bool isCurrent(const api::ObjectPtr& old);
    bool mutate();
    bool allocate(const api::ObjectPtr& old);
    bool passes(const api::FieldErrors& errors);
    bool admit();
    void noteOwners(const api::ObjectPtr& before);
    void fillSystemFields();
    void keepSystemFields(const api::ObjectPtr& old);

    api::ObjectPtr found();
    void store(const api::ObjectPtr& old);
    void write(const api::ObjectPtr& old);
    void writeAlongside();
    api::ObjectPtr erased(const api::ObjectPtr& object);
    store::Origin origin() const;
    bool isTaken(const api::ObjectMeta& meta) const;
    api::Status exists() const;
    bool isScale() const;
    api::ObjectPtr shown(const api::ObjectPtr& object) const;
    void answer(const api::ObjectPtr& object, int code = 200);
    bool pass(Stage stage, std::string_view by, std::string_view what);
    bool refuse(Stage stage, api::Status status, std::string_view by = {});

    const ApiServer& m_server;
    State& m_state;
    const Request& m_request;
    const api::Kind& m_stored;
    Response m_response;
    std::vector<api::ObjectPtr> m_alongside; // written with the object, just before it
    std::vector<std::string> m_notes; // of the plugin that is being asked
    Attributes m_attributes;
    api::ObjectPtr m_object;
    DeleteOptions m_remove;
    bool m_dryRun;
    bool m_generated = false;
};

// The answer that needs no words.
inline api::Status success(int code = 200)
{
    return {code, {}, {}, {}};
}

} // namespace kubarium::apiserver
