// Strategic merge, told by examples. Each is what `kubectl patch --local --type strategic` makes of it.
#include "api/patch/strategicmerge.h"
#include "patches.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestStrategicMerge : public QObject {
    Q_OBJECT

private slots:
    void merges_data();
    void merges();
    void codes_data();
    void codes();
    void keepsWhatItWasGiven();
    void ofAnUnknownOrder();
    void ofTwentyThousandElements();
};

namespace {

struct Example {
    const char* name;
    const char* kind;
    const char* document;
    const char* patch;
    bool merged;
    const char* outcome; // the document, or the sentence of the refusal
};

// clang-format off
constexpr Example examples[] = {
    {"a member that is not there is added", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"nodeName":"n"}})",
        true, R"({"spec":{"nodeName":"n"}})"},
    {"a member that is there is set", "Pod",
        R"({"spec":{"nodeName":"n"}})",
        R"({"spec":{"nodeName":"m"}})",
        true, R"({"spec":{"nodeName":"m"}})"},
    {"null takes a member away", "Pod",
        R"({"spec":{"nodeName":"n","priority":1}})",
        R"({"spec":{"nodeName":null}})",
        true, R"({"spec":{"priority":1}})"},
    {"null for what is not there changes nothing", "Pod",
        R"({"spec":{"priority":1}})",
        R"({"spec":{"nodeName":null}})",
        true, R"({"spec":{"priority":1}})"},
    {"null takes a whole map away", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1},"priority":1}})",
        R"({"spec":{"securityContext":null}})",
        true, R"({"spec":{"priority":1}})"},
    {"labels are merged", "Pod",
        R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
        R"({"metadata":{"labels":{"b":"3","c":"4"}}})",
        true, R"({"metadata":{"labels":{"a":"1","b":"3","c":"4"}}})"},
    {"null takes a label away", "Pod",
        R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
        R"({"metadata":{"labels":{"a":null}}})",
        true, R"({"metadata":{"labels":{"b":"2"}}})"},
    {"nulls inside what is added are left out", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"securityContext":{"runAsUser":null,"runAsGroup":2}}})",
        true, R"({"spec":{"securityContext":{"runAsGroup":2}}})"},
    {"nulls inside elements of a list that is added are left out", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"containers":[{"name":"a","image":null}]}})",
        true, R"({"spec":{"containers":[{"name":"a"}]}})"},
    {"nulls inside an element that is added to a list stay", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"d","image":null}]}})",
        true, R"({"spec":{"containers":[{"image":null,"name":"d"},{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":")"
        R"(c"}]}})"},
    {"an empty patch changes nothing", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"an empty map in the patch changes nothing", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"an empty map that is added stays", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"securityContext":{}}})",
        true, R"({"spec":{"securityContext":{}}})"},
    {"another type replaces what was there", "Pod",
        R"({"metadata":{"labels":{"a":"1"}}})",
        R"({"metadata":{"labels":"x"}})",
        true, R"({"metadata":{"labels":"x"}})"},
    {"$patch: replace puts the rest of the patch in the map's place", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1,"runAsGroup":2}}})",
        R"({"spec":{"securityContext":{"$patch":"replace","runAsUser":3}}})",
        true, R"({"spec":{"securityContext":{"runAsUser":3}}})"},
    {"$patch: replace keeps nulls and directives below it", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":"replace","runAsUser":null,"seLinuxOptions":{"$patch":"delete"}}}})",
        true, R"({"spec":{"securityContext":{"runAsUser":null,"seLinuxOptions":{"$patch":"delete"}}}})"},
    {"$patch: delete empties a map", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":"delete"}}})",
        true, R"({"spec":{"securityContext":{}}})"},
    {"$patch: delete does not look at what stands beside it", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":"delete","runAsUser":2}}})",
        true, R"({"spec":{"securityContext":{}}})"},
    {"$patch: replace of a map that is not there adds nothing", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"securityContext":{"$patch":"replace","runAsUser":1}}})",
        true, R"({"spec":{}})"},
    {"$patch: delete of a map that is not there adds nothing", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"securityContext":{"$patch":"delete"}}})",
        true, R"({"spec":{}})"},
    {"$patch: replace of labels", "Pod",
        R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
        R"({"metadata":{"labels":{"$patch":"replace","c":"3"}}})",
        true, R"({"metadata":{"labels":{"c":"3"}}})"},
    {"$patch: merge is no word for maps", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":"merge","runAsUser":2}}})",
        false, R"(unknown patch type: merge in map: map[$patch:merge runAsUser:2])"},
    {"an unknown directive in a map", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":"remove"}}})",
        false, R"(unknown patch type: remove in map: map[$patch:remove])"},
    {"a directive that is no word", "Pod",
        R"({"spec":{"securityContext":{"runAsUser":1}}})",
        R"({"spec":{"securityContext":{"$patch":1}}})",
        false, R"(unknown patch type: %!s(int64=1) in map: map[$patch:1])"},
    {"a disruption budget's selector is replaced", "PodDisruptionBudget",
        R"({"spec":{"selector":{"matchLabels":{"a":"1"}}}})",
        R"({"spec":{"selector":{"matchLabels":{"b":"2"}}}})",
        true, R"({"spec":{"selector":{"matchLabels":{"b":"2"}}}})"},
    {"a deployment's selector is merged", "Deployment",
        R"({"spec":{"selector":{"matchLabels":{"a":"1"}}}})",
        R"({"spec":{"selector":{"matchLabels":{"b":"2"}}}})",
        true, R"({"spec":{"selector":{"matchLabels":{"a":"1","b":"2"}}}})"},
    {"a service's selector is merged", "Service",
        R"({"spec":{"selector":{"a":"1"}}})",
        R"({"spec":{"selector":{"b":"2"}}})",
        true, R"({"spec":{"selector":{"a":"1","b":"2"}}})"},
    {"an unknown scalar is kept", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"foo":1}})",
        true, R"({"spec":{"foo":1}})"},
    {"an unknown map is kept as it comes", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"foo":{"bar":[1,null]}}})",
        true, R"({"spec":{"foo":{"bar":[1,null]}}})"},
    {"an unknown map that is there already cannot be merged", "Pod",
        R"({"spec":{"foo":{"a":1}}})",
        R"({"spec":{"foo":{"b":2}}})",
        false, R"(unable to find api field in struct PodSpec for the json field "foo")"},
    {"an unknown list that is there already cannot be merged", "Pod",
        R"({"spec":{"foo":[1]}})",
        R"({"spec":{"foo":[2]}})",
        false, R"(unable to find api field in struct PodSpec for the json field "foo")"},
    {"maps in a map have no type", "Pod",
        R"({"metadata":{"labels":{"a":{"b":"1"}}}})",
        R"({"metadata":{"labels":{"a":{"c":"2"}}}})",
        false, R"(merging an object in json but data type is not struct, instead is: map)"},
    {"lists in a map have no type", "Pod",
        R"({"metadata":{"labels":{"a":["1"]}}})",
        R"({"metadata":{"labels":{"a":["2"]}}})",
        false, R"(merging an object in json but data type is not struct, instead is: map)"},
    {"a list where a struct should be", "Pod",
        R"({"spec":{"securityContext":[1]}})",
        R"({"spec":{"securityContext":[2]}})",
        true, R"({"spec":{"securityContext":[2]}})"},
    {"$retainKeys drops what it does not name", "Deployment",
        R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}})",
        true, R"({"spec":{"strategy":{"type":"Recreate"}}})"},
    {"$retainKeys alone changes nothing that it names", "Deployment",
        R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":["type","rollingUpdate"]}}})",
        true, R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})"},
    {"an empty $retainKeys empties the map", "Deployment",
        R"({"spec":{"strategy":{"type":"Recreate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":[]}}})",
        true, R"({"spec":{"strategy":{}}})"},
    {"$retainKeys must name what the patch sets", "Deployment",
        R"({"spec":{"strategy":{"type":"Recreate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":["type"],"rollingUpdate":{"maxSurge":1}}}})",
        false, R"(invalid patch format of retainKeys)"},
    {"$retainKeys need not name what the patch deletes", "Deployment",
        R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":["type"],"rollingUpdate":null}}})",
        true, R"({"spec":{"strategy":{"type":"RollingUpdate"}}})"},
    {"$retainKeys is a list", "Deployment",
        R"({"spec":{"strategy":{"type":"Recreate"}}})",
        R"({"spec":{"strategy":{"$retainKeys":"type"}}})",
        false, R"(invalid patch format of retainKeys)"},
    {"$retainKeys turns a volume into another", "Pod",
        R"({"spec":{"volumes":[{"emptyDir":{},"name":"v"}]}})",
        R"({"spec":{"volumes":[{"$retainKeys":["name","configMap"],"configMap":{"name":"c"},"name":"v"}]}})",
        true, R"({"spec":{"volumes":[{"configMap":{"name":"c"},"name":"v"}]}})"},
    {"without $retainKeys a volume becomes two", "Pod",
        R"({"spec":{"volumes":[{"emptyDir":{},"name":"v"}]}})",
        R"({"spec":{"volumes":[{"configMap":{"name":"c"},"name":"v"}]}})",
        true, R"({"spec":{"volumes":[{"configMap":{"name":"c"},"emptyDir":{},"name":"v"}]}})"},
    {"$retainKeys works in any map", "Pod",
        R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
        R"({"metadata":{"labels":{"$retainKeys":["a"]}}})",
        true, R"({"metadata":{"labels":{"a":"1"}}})"},
    {"$retainKeys stays in a map that is added", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"securityContext":{"$retainKeys":["runAsUser"],"runAsUser":1}}})",
        true, R"({"spec":{"securityContext":{"$retainKeys":["runAsUser"],"runAsUser":1}}})"},
    {"an element with a known key is merged", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"b","image":"2"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"2","name":"b"},{"image":"1","name":"c"}]}})"},
    {"an element with a new key goes in front", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"d","image":"2"}]}})",
        true, R"({"spec":{"containers":[{"image":"2","name":"d"},{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c)"
        R"("}]}})"},
    {"new elements keep the patch's order", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"e"},{"name":"d"}]}})",
        true, R"({"spec":{"containers":[{"name":"e"},{"name":"d"},{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":")"
        R"(c"}]}})"},
    {"a new element behind a known one stays behind it", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"a"},{"name":"d"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"name":"d"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"a new element behind the last one goes to the end", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"c"},{"name":"d"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"},{"name":"d"}]}})"},
    {"a new element in front of a known one, others in between", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"d"},{"name":"b"}]}})",
        true, R"({"spec":{"containers":[{"name":"d"},{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"the patch's order wins among the elements that it names", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"c"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"b"},{"image":"1","name":"c"},{"image":"1","name":"a"}]}})"},
    {"all elements turned round", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"c"},{"name":"b"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"c"},{"image":"1","name":"b"},{"image":"1","name":"a"}]}})"},
    {"an element is deleted", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"b","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"c"}]}})"},
    {"one element is deleted and another one merged", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"b","$patch":"delete"},{"name":"c","image":"2"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"2","name":"c"}]}})"},
    {"deleting an element that is not there changes nothing", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"x","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"an element is deleted and added anew", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"b","$patch":"delete"},{"name":"b","image":"2"}]}})",
        true, R"({"spec":{"containers":[{"image":"2","name":"b"},{"image":"1","name":"a"},{"image":"1","name":"c"}]}})"},
    {"all elements of a key are deleted", "Pod",
        R"({"spec":{"containers":[{"name":"a"},{"name":"a"},{"name":"b"}]}})",
        R"({"spec":{"containers":[{"name":"a","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"name":"b"}]}})"},
    {"the last element is deleted", "Pod",
        R"({"spec":{"containers":[{"name":"a"}]}})",
        R"({"spec":{"containers":[{"name":"a","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[]}})"},
    {"$patch: replace as an element replaces the list", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"z"},{"$patch":"replace"}]}})",
        true, R"({"spec":{"containers":[{"name":"z"}]}})"},
    {"$patch: replace alone empties the list", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"$patch":"replace"}]}})",
        true, R"({"spec":{"containers":[]}})"},
    {"an element with $patch: replace is itself dropped", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"a","$patch":"replace","image":"2"}]}})",
        true, R"({"spec":{"containers":[]}})"},
    {"replace beside delete", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"$patch":"replace"},{"name":"a","$patch":"delete"},{"name":"q"}]}})",
        true, R"({"spec":{"containers":[{"name":"q"}]}})"},
    {"a list with directives that is added loses them", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"volumes":[{"name":"v","$patch":"delete"},{"name":"w"}]}})",
        true, R"({"spec":{"volumes":[{"name":"w"}]}})"},
    {"a list is deleted by null", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":null}})",
        true, R"({"spec":{}})"},
    {"an empty list in the patch changes nothing", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"an element without its key", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"image":"2"}]}})",
        false, R"(map: map[image:2] does not contain declared merge key: name)"},
    {"an element to delete without its key", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"$patch":"delete","image":"1"}]}})",
        false, R"(map: map[$patch:delete image:1] does not contain declared merge key: name)"},
    {"an element of the object without its key", "Pod",
        R"({"spec":{"containers":[{"image":"1"}]}})",
        R"({"spec":{"containers":[{"name":"a"}]}})",
        false, R"(map: map[image:1] does not contain declared merge key: name)"},
    {"$patch: merge is no word for lists", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"a","$patch":"merge"}]}})",
        false, R"(merging lists cannot yet be specified in the patch)"},
    {"an unknown directive in an element", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"a","$patch":"remove"}]}})",
        false, R"(unknown patch type: remove in map: map[$patch:remove name:a])"},
    {"a word among maps", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":["a"]}})",
        false, R"(list element types are not identical: [[map[image:1 name:a] map[image:1 name:b] map[image:1 name:c]] [a]])"},
    {"null among maps", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"a"},null]}})",
        false, R"(list element types are not identical: [[map[image:1 name:a] map[image:1 name:b] map[image:1 name:c]] [map[name:a] <nil>])"
        R"(])"},
    {"a list in a list", "Pod",
        R"({"spec":{"containers":[]}})",
        R"({"spec":{"containers":[["a"]]}})",
        false, R"(lists of lists are not supported)"},
    {"ports are merged by their number alone", "Pod",
        R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"TCP"}]}]}})",
        R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"UDP"}]}]}})",
        true, R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"UDP"}]}]}})"},
    {"ports of a service are merged by their number", "Service",
        R"({"spec":{"ports":[{"name":"a","port":80},{"name":"b","port":81}]}})",
        R"({"spec":{"ports":[{"port":81,"targetPort":8081}]}})",
        true, R"({"spec":{"ports":[{"name":"a","port":80},{"name":"b","port":81,"targetPort":8081}]}})"},
    {"a service's port without its number", "Service",
        R"({"spec":{"ports":[{"name":"a","port":80}]}})",
        R"({"spec":{"ports":[{"name":"a","targetPort":8081}]}})",
        false, R"(map: map[name:a targetPort:8081] does not contain declared merge key: port)"},
    {"environment is merged by name", "Pod",
        R"({"spec":{"containers":[{"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"name":"a"}]}})",
        R"({"spec":{"containers":[{"env":[{"name":"B","value":"3"},{"name":"C","value":"4"}],"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"env":[{"name":"A","value":"1"},{"name":"B","value":"3"},{"name":"C","value":"4"}],"name":"a"}]})"
        R"(})"},
    {"environment that came from elsewhere needs a null", "Pod",
        R"({"spec":{"containers":[{"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"p"}}}],"name":"a"}]}})",
        R"({"spec":{"containers":[{"env":[{"name":"A","value":"1","valueFrom":null}],"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"env":[{"name":"A","value":"1"}],"name":"a"}]}})"},
    {"mounts are merged by their path", "Pod",
        R"({"spec":{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/a","name":"v"}]}]}})",
        R"({"spec":{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/b","name":"v"}]}]}})",
        true, R"({"spec":{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/b","name":"v"},{"mountPath":"/a","name":"v"}]}]}})"},
    {"conditions are merged by type", "Pod",
        R"({"status":{"conditions":[{"status":"False","type":"Ready"},{"status":"True","type":"Initialized"}]}})",
        R"({"status":{"conditions":[{"type":"Ready","status":"True"}]}})",
        true, R"({"status":{"conditions":[{"status":"True","type":"Ready"},{"status":"True","type":"Initialized"}]}})"},
    {"owners are merged by uid", "Pod",
        R"({"metadata":{"ownerReferences":[{"name":"a","uid":"1"}]}})",
        R"({"metadata":{"ownerReferences":[{"uid":"2","name":"b"}]}})",
        true, R"({"metadata":{"ownerReferences":[{"name":"b","uid":"2"},{"name":"a","uid":"1"}]}})"},
    {"a new key in a nested list", "Deployment",
        R"({"spec":{"template":{"spec":{"containers":[{"env":[{"name":"A","value":"1"}],"name":"a"}]}}}})",
        R"({"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"A","$patch":"delete"},{"name":"B","value":"2"}]}])"
        R"(}}}})",
        true, R"({"spec":{"template":{"spec":{"containers":[{"env":[{"name":"B","value":"2"}],"name":"a"}]}}}})"},
    {"tolerations are replaced", "Pod",
        R"({"spec":{"tolerations":[{"key":"a"},{"key":"b"}]}})",
        R"({"spec":{"tolerations":[{"key":"c"}]}})",
        true, R"({"spec":{"tolerations":[{"key":"c"}]}})"},
    {"arguments are replaced", "Pod",
        R"({"spec":{"containers":[{"args":["x","y"],"name":"a"}]}})",
        R"({"spec":{"containers":[{"name":"a","args":["z"]}]}})",
        true, R"({"spec":{"containers":[{"args":["z"],"name":"a"}]}})"},
    {"rules of an ingress are replaced", "Ingress",
        R"({"spec":{"rules":[{"host":"a"},{"host":"b"}]}})",
        R"({"spec":{"rules":[{"host":"c"}]}})",
        true, R"({"spec":{"rules":[{"host":"c"}]}})"},
    {"a replaced list keeps nulls and directives", "Pod",
        R"({"spec":{"tolerations":[{"key":"a"}]}})",
        R"({"spec":{"tolerations":[{"key":null,"$patch":"delete"}]}})",
        true, R"({"spec":{"tolerations":[{"$patch":"delete","key":null}]}})"},
    {"an atomic list can be emptied", "Pod",
        R"({"spec":{"containers":[{"args":["x"],"name":"a"}]}})",
        R"({"spec":{"containers":[{"name":"a","args":[]}]}})",
        true, R"({"spec":{"containers":[{"args":[],"name":"a"}]}})"},
    {"finalizers are merged as a set", "Pod",
        R"({"metadata":{"finalizers":["x/a","x/b"]}})",
        R"({"metadata":{"finalizers":["x/b","x/c"]}})",
        true, R"({"metadata":{"finalizers":["x/a","x/b","x/c"]}})"},
    {"new finalizers go in front of those that the patch does not name", "Pod",
        R"({"metadata":{"finalizers":["x/a","x/b"]}})",
        R"({"metadata":{"finalizers":["x/c"]}})",
        true, R"({"metadata":{"finalizers":["x/c","x/a","x/b"]}})"},
    {"a finalizer twice in the patch stands once", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"finalizers":["x/c","x/c"]}})",
        true, R"({"metadata":{"finalizers":["x/c","x/a"]}})"},
    {"$deleteFromPrimitiveList takes a finalizer away", "Pod",
        R"({"metadata":{"finalizers":["x/a","x/b"]}})",
        R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]}})",
        true, R"({"metadata":{"finalizers":["x/b"]}})"},
    {"$deleteFromPrimitiveList of all leaves an empty list", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]}})",
        true, R"({"metadata":{"finalizers":[]}})"},
    {"$deleteFromPrimitiveList of a word that is not there", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["x/z"]}})",
        true, R"({"metadata":{"finalizers":["x/a"]}})"},
    {"$deleteFromPrimitiveList of a list that is not there", "Pod",
        R"({"metadata":{}})",
        R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]}})",
        true, R"({"metadata":{}})"},
    {"$deleteFromPrimitiveList works on an atomic list, too", "Pod",
        R"({"spec":{"containers":[{"args":["x","y","x"],"name":"a"}]}})",
        R"({"spec":{"containers":[{"name":"a","$deleteFromPrimitiveList/args":["x"]}]}})",
        true, R"({"spec":{"containers":[{"args":["y"],"name":"a"}]}})"},
    {"$deleteFromPrimitiveList without a name", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"$deleteFromPrimitiveList":["x/a"]}})",
        false, R"(invalid patch format of primitive list)"},
    {"$deleteFromPrimitiveList with a wrong prefix", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"$deleteFromPrimitiveLists/finalizers":["x/a"]}})",
        false, R"(invalid patch format of primitive list)"},
    {"a number among words", "Pod",
        R"({"metadata":{"finalizers":["x/a"]}})",
        R"({"metadata":{"finalizers":[1]}})",
        false, R"(list element types are not identical: [[x/a] [1]])"},
    {"$setElementOrder turns a list round", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"b"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"c"},{"image":"1","name":"b"},{"image":"1","name":"a"}]}})"},
    {"$setElementOrder of some: the others keep their place in front", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"b"},{"image":"1","name":"c"},{"image":"1","name":"a"}]}})"},
    {"$setElementOrder with an element that the patch adds", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"d"},{"name":"b"},{"name":"c"}],"containers":[{"name":"d"}])"
        R"(}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"name":"d"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"$setElementOrder: what somebody else added stays where it stood", "Pod",
        R"({"spec":{"containers":[{"name":"a"},{"name":"s"},{"name":"b"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b","image":"2"}]}})",
        true, R"({"spec":{"containers":[{"name":"a"},{"name":"s"},{"image":"2","name":"b"}]}})"},
    {"$setElementOrder: what somebody else added at the end, and one that is new", "Pod",
        R"({"spec":{"containers":[{"name":"a"},{"name":"s"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"}]}})",
        true, R"({"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"s"}]}})"},
    {"$setElementOrder: what somebody else added in front", "Pod",
        R"({"spec":{"containers":[{"name":"s"},{"name":"a"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"}]}})",
        true, R"({"spec":{"containers":[{"name":"b"},{"name":"s"},{"name":"a"}]}})"},
    {"$setElementOrder with one deleted", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}],"containers":[{"name":"b","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"c"},{"image":"1","name":"a"}]}})"},
    {"$setElementOrder names what is not there", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"x"},{"name":"b"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"b"},{"image":"1","name":"a"},{"image":"1","name":"c"}]}})"},
    {"$setElementOrder of a list that is added", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"name":"b"},{"name":"a"}]}})"},
    {"$setElementOrder of a list that is nowhere", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"b"}]}})",
        true, R"({"spec":{}})"},
    {"$setElementOrder of words", "Pod",
        R"({"metadata":{"finalizers":["x/a","x/b","x/c"]}})",
        R"({"metadata":{"$setElementOrder/finalizers":["x/c","x/a"]}})",
        true, R"({"metadata":{"finalizers":["x/b","x/c","x/a"]}})"},
    {"$setElementOrder of words with a new one and one deleted", "Pod",
        R"({"metadata":{"finalizers":["x/a","x/b","x/c"]}})",
        R"({"metadata":{"$setElementOrder/finalizers":["x/d","x/c","x/a"],"$deleteFromPrimitiveList/finalizers":["x/b"],"finalizers)"
        R"(":["x/d"]}})",
        true, R"({"metadata":{"finalizers":["x/d","x/c","x/a"]}})"},
    {"$setElementOrder of an atomic list", "Pod",
        R"({"spec":{"containers":[{"args":["x","y"],"name":"a"}]}})",
        R"({"spec":{"containers":[{"name":"a","$setElementOrder/args":["y","x"]}]}})",
        true, R"({"spec":{"containers":[{"args":["y","x"],"name":"a"}]}})"},
    {"$setElementOrder that the patch's list does not follow", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]}})",
        false, "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] map[name:b]]\n"},
    {"$setElementOrder that misses an element of the patch", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"d"}]}})",
        false, "The order in patch list:\n[map[name:d]]\n doesn't match $setElementOrder list:\n[map[name:a]]\n"},
    {"$setElementOrder without a name", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder":[{"name":"a"}]}})",
        false, R"(invalid patch format of setElementOrder list)"},
    {"$setElementOrder that is no list", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":"a"}})",
        false, R"(expected a []interface {}, but received a string)"},
    {"$setElementOrder of a field that does not exist", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/foo":[{"name":"a"}]}})",
        false, R"(unable to find api field in struct PodSpec for the json field "foo")"},
    {"$setElementOrder of a map", "Pod",
        R"({"spec":{"securityContext":{}}})",
        R"({"spec":{"$setElementOrder/securityContext":[{"name":"a"}]}})",
        false, R"(expected a []interface {}, but received a map[string]interface {})"},
    {"$setElementOrder with an element without its key", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"image":"a"}],"containers":[{"name":"a"}]}})",
        false, R"(map: map[image:a] does not contain declared merge key: name)"},
    {"$setElementOrder with an element of the patch without its key", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"image":"a"}]}})",
        false, R"(map: map[image:a] does not contain declared merge key: name)"},
    {"an empty $setElementOrder", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"$setElementOrder of an empty list", "Pod",
        R"({"spec":{"containers":[]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"}]}})",
        false, R"(no elements in any of the given slices)"},
    {"kubectl apply: an image changes beside an injected sidecar", "Deployment",
        R"({"spec":{"template":{"spec":{"containers":[{"image":"1","name":"web"},{"image":"p","name":"proxy"}]}}}})",
        R"({"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"web"}],"containers":[{"image":"2","name":"web"}]}}})"
        R"(})",
        true, R"({"spec":{"template":{"spec":{"containers":[{"image":"2","name":"web"},{"image":"p","name":"proxy"}]}}}})"},
    {"$setElementOrder: what is added takes the place of what is deleted beside others'", "Pod",
        R"({"spec":{"containers":[{"name":"s"},{"name":"b"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"d"}],"containers":[{"name":"d"},{"name":"b","$patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"name":"s"},{"name":"d"}]}})"},
    {"$setElementOrder: more is added than deleted", "Pod",
        R"({"spec":{"containers":[{"name":"s"},{"name":"b"},{"name":"t"}]}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"d"},{"name":"e"}],"containers":[{"name":"d"},{"name":"e"},{"name":"b",")"
        R"($patch":"delete"}]}})",
        true, R"({"spec":{"containers":[{"name":"s"},{"name":"t"},{"name":"d"},{"name":"e"}]}})"},
    {"an empty $setElementOrder asks for nothing", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"$setElementOrder/containers":[],"containers":[{"name":"d"},{"name":"a"}]}})",
        true, R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"},{"name":"d"}]}})"},
    {"an empty $setElementOrder of a list that is added turns it round", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"$setElementOrder/containers":[],"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}})",
        true, R"({"spec":{"containers":[{"name":"c"},{"name":"b"},{"name":"a"}]}})"},
    {"nulls stay in a list that is added with its order", "Pod",
        R"({"spec":{}})",
        R"({"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a","image":null}]}})",
        true, R"({"spec":{"containers":[{"image":null,"name":"a"}]}})"},
    {"$setElementOrder must name what carries a directive, too", "Pod",
        R"({"spec":{"volumes":[{"name":"c"}]}})",
        R"({"spec":{"$setElementOrder/volumes":[{"name":"b"}],"volumes":[{"name":"b"},{"name":"x","$patch":"replace"}]}})",
        false, "The order in patch list:\n[map[name:b] map[$patch:replace name:x]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n"},
    {"$setElementOrder: the same element may not come again", "Pod",
        R"({"spec":{"volumes":[{"name":"c"}]}})",
        R"({"spec":{"$setElementOrder/volumes":[{"name":"b"},{"name":"c"}],"volumes":[{"name":"b"},{"name":"b","emptyDir":{}},{"nam)"
        R"(e":"c"}]}})",
        false, "The order in patch list:\n[map[name:b] map[emptyDir:map[] name:b] map[name:c]]"
        "\n doesn't match $setElementOrder list:\n[map[name:b] map[name:c]]\n"},
    {"data of a revision cannot be merged below its first level", "ControllerRevision",
        R"({"data":{"a":{"b":1}}})",
        R"({"data":{"a":{"c":2}}})",
        false, R"(unable to find api field in struct RawExtension for the json field "a")"},
    {"rules of a role are replaced", "ClusterRole",
        R"({"rules":[{"verbs":["get"]}]})",
        R"({"rules":[{"verbs":["list"]}]})",
        true, R"({"rules":[{"verbs":["list"]}]})"},
    {"taints of a node are merged by key", "Node",
        R"({"spec":{"taints":[{"effect":"NoSchedule","key":"a"}]}})",
        R"({"spec":{"taints":[{"key":"b","effect":"NoExecute"}]}})",
        true, R"({"spec":{"taints":[{"effect":"NoExecute","key":"b"}]}})"},
    {"addresses of a node", "Node",
        R"({"status":{"addresses":[{"address":"1","type":"InternalIP"}]}})",
        R"({"status":{"addresses":[{"type":"InternalIP","address":"2"}]}})",
        true, R"({"status":{"addresses":[{"address":"2","type":"InternalIP"}]}})"},
    {"secrets of a service account", "ServiceAccount",
        R"({"secrets":[{"name":"a"}]})",
        R"({"secrets":[{"name":"b"}]})",
        true, R"({"secrets":[{"name":"b"},{"name":"a"}]})"},
    {"webhooks are merged by name", "ValidatingWebhookConfiguration",
        R"({"webhooks":[{"name":"a","sideEffects":"None"}]})",
        R"({"webhooks":[{"name":"a","sideEffects":"Unknown"}]})",
        true, R"({"webhooks":[{"name":"a","sideEffects":"Unknown"}]})"},
    {"$patch: delete of the whole spec", "Pod",
        R"({"spec":{"nodeName":"n"}})",
        R"({"spec":{"$patch":"delete"}})",
        true, R"({"spec":{}})"},
    {"host aliases are merged by address", "Pod",
        R"({"spec":{"hostAliases":[{"hostnames":["a"],"ip":"1.1.1.1"}]}})",
        R"({"spec":{"hostAliases":[{"ip":"1.1.1.1","hostnames":["b"]}]}})",
        true, R"({"spec":{"hostAliases":[{"hostnames":["b"],"ip":"1.1.1.1"}]}})"},
    {"topology spread constraints are merged by topology key", "Pod",
        R"({"spec":{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone"}]}})",
        R"({"spec":{"topologySpreadConstraints":[{"topologyKey":"zone","maxSkew":2}]}})",
        true, R"({"spec":{"topologySpreadConstraints":[{"maxSkew":2,"topologyKey":"zone"}]}})"},
    {"a new element with $setElementOrder inside", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"d","$setElementOrder/env":[{"name":"A"}],"env":[{"name":"A"}]}]}})",
        true, R"({"spec":{"containers":[{"$setElementOrder/env":[{"name":"A"}],"env":[{"name":"A"}],"name":"d"},{"image":"1","name":"a"},)"
        R"({"image":"1","name":"b"},{"image":"1","name":"c"}]}})"},
    {"a new element with a deleted map inside", "Pod",
        R"({"spec":{"containers":[{"image":"1","name":"a"},{"image":"1","name":"b"},{"image":"1","name":"c"}]}})",
        R"({"spec":{"containers":[{"name":"d","resources":{"$patch":"delete"}}]}})",
        true, R"({"spec":{"containers":[{"name":"d","resources":{"$patch":"delete"}},{"image":"1","name":"a"},{"image":"1","name":"b"},{")"
        R"(image":"1","name":"c"}]}})"},
};
// clang-format on

const Type& typeOf(std::string_view kind)
{
    for (const Kind& candidate : kinds()) {
        if (candidate.kind == kind)
            return *candidate.type;
    }
    qFatal("no such kind");
}

} // namespace

void TestStrategicMerge::merges_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < std::size(examples); ++i)
        QTest::newRow(examples[i].name) << static_cast<int>(i);
}

void TestStrategicMerge::merges()
{
    QFETCH(int, index);
    const Example& example = examples[index];
    const Result<Value> merged = applyStrategicMergePatch(json(example.document), json(example.patch), typeOf(example.kind));
    QCOMPARE(merged ? text(*merged) : QString::fromStdString(merged.status().message), QString(example.outcome));
    QCOMPARE(merged.ok(), example.merged);
}

void TestStrategicMerge::codes_data()
{
    QTest::addColumn<QString>("patch");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* patch, int code) { QTest::newRow(name) << QString(patch) << code; };
    row("a directive of the wrong form is the client's mistake", R"({"spec":{"$setElementOrder":[]}})", 400);
    row("so is a list of words to delete without a name", R"({"spec":{"$deleteFromPrimitiveList":[]}})", 400);
    row("so is $retainKeys that is no list", R"({"spec":{"$retainKeys":1}})", 400);
    row("a list of lists cannot be processed", R"({"spec":{"volumes":[[]]}})", 422);
    row("a missing merge key surprises the server", R"({"spec":{"volumes":[{}]}})", 500);
    row("an unknown directive surprises the server", R"({"spec":{"$patch":"x"}})", 500);
}

void TestStrategicMerge::codes()
{
    QFETCH(QString, patch);
    QFETCH(int, code);
    const Result<Value> merged
        = applyStrategicMergePatch(json(R"({"spec":{"volumes":[]}})"), json(patch.toStdString()), typeOf("Pod"));
    QVERIFY(!merged);
    QCOMPARE(merged.status().code, code);
}

void TestStrategicMerge::keepsWhatItWasGiven()
{
    const Value document = json(R"({"spec":{"volumes":[{"name":"a"}]}})");
    const Value patch = json(R"({"spec":{"$setElementOrder/volumes":[{"name":"b"},{"name":"a"}],"volumes":[{"name":"b"}]}})");
    QVERIFY(applyStrategicMergePatch(document, patch, typeOf("Pod")).ok());
    QCOMPARE(text(document), QString(R"({"spec":{"volumes":[{"name":"a"}]}})"));
    QCOMPARE(text(patch), QString(R"({"spec":{"$setElementOrder/volumes":[{"name":"b"},{"name":"a"}],"volumes":[{"name":"b"}]}})"));
}

// Every order of three of five elements, against a plain reading of the rule: the named stand in the patch's order, the
// others in theirs, and an element that is not named goes in front of a named one if it always stood there.
void TestStrategicMerge::ofAnUnknownOrder()
{
    const QStringList names{"a", "b", "c", "d", "e"};
    const auto list = [](const QStringList& of) {
        QStringList items;
        for (const QString& name : of)
            items << R"({"name":")" + name + R"("})";
        return R"({"spec":{"volumes":[)" + items.join(',') + "]}}";
    };
    QStringList before{"b", "d", "a"};
    for (const QString& one : names) {
        for (const QString& two : names) {
            for (const QString& three : names) {
                const QStringList patch{one, two, three};
                if (QSet<QString>(patch.begin(), patch.end()).size() != 3)
                    continue;
                const Result<Value> merged = applyStrategicMergePatch(
                    json(list(before).toStdString()), json(list(patch).toStdString()), typeOf("Pod"));
                QVERIFY(merged.ok());
                QStringList after;
                for (const Value& volume : (*merged)["spec"]["volumes"].array())
                    after << QString::fromStdString(volume["name"].text().str());
                QStringList named;
                QStringList others;
                for (const QString& name : after)
                    (patch.contains(name) ? named : others) << name;
                QCOMPARE(named, patch);
                QStringList untouched;
                for (const QString& name : before) {
                    if (!patch.contains(name))
                        untouched << name;
                }
                QCOMPARE(others, untouched);
            }
        }
    }
}

// As many as fit a request; compared each with each this would be a way to stop the server.
void TestStrategicMerge::ofTwentyThousandElements()
{
    constexpr int count = 20'000;
    Value::Array before;
    Value::Array changes;
    for (int i = 0; i < count; ++i) {
        Value volume{Value::Object()};
        volume.editObject().set("name", Text("v" + std::to_string(i)));
        before.push_back(volume);
        if (i % 2)
            volume.editObject().set("$patch", "delete");
        else
            volume.editObject().set("name", Text("w" + std::to_string(i)));
        changes.push_back(volume);
    }
    Value document{Value::Object()};
    document.editObject().edit("spec").editObject().set("volumes", before);
    Value patch{Value::Object()};
    patch.editObject().edit("spec").editObject().set("volumes", changes);
    const Result<Value> merged = applyStrategicMergePatch(document, patch, typeOf("Pod"));
    QVERIFY(merged.ok());
    const Value::Array& volumes = (*merged)["spec"]["volumes"].array();
    QCOMPARE(volumes.size(), std::size_t(count));
    QCOMPARE(volumes.front()["name"].text().str(), std::string("w0"));
    QCOMPARE(volumes.back()["name"].text().str(), std::string("v19998"));
}

QTEST_GUILESS_MAIN(TestStrategicMerge)
#include "test_strategicmerge.moc"
