// JSON merge patch, told by examples: what kubectl makes of each.
#include "api/patch/mergepatch.h"
#include "patches.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

class TestMergePatch : public QObject {
    Q_OBJECT

private slots:
    void merges_data();
    void merges();
};

void TestMergePatch::merges_data()
{
    struct Example {
        const char* name;
        const char* document;
        const char* patch;
        const char* merged;
    };
    // clang-format off
    constexpr Example examples[] = {
        {"a member is added",
        R"({"spec":{}})",
        R"({"spec":{"nodeName":"n"}})",
        R"({"spec":{"nodeName":"n"}})"},
        {"null takes a member away",
        R"({"spec":{"nodeName":"n"}})",
        R"({"spec":{"nodeName":null}})",
        R"({"spec":{}})"},
        {"null for what is not there changes nothing",
        R"({"spec":{}})",
        R"({"spec":{"nodeName":null}})",
        R"({"spec":{}})"},
        {"maps are merged",
        R"({"data":{"a":"1","b":"2"}})",
        R"({"data":{"b":"3","c":"4"}})",
        R"({"data":{"a":"1","b":"3","c":"4"}})"},
        {"lists are replaced",
        R"({"l":[1,2]})",
        R"({"l":[3]})",
        R"({"l":[3]})"},
        {"nulls inside what is added are left out",
        R"({"spec":{}})",
        R"({"spec":{"a":{"b":null,"c":1}}})",
        R"({"spec":{"a":{"c":1}}})"},
        {"nulls inside maps of a list are left out",
        R"({"l":[1]})",
        R"({"l":[{"a":null,"b":1},{"c":{"d":null}}]})",
        R"({"l":[{"b":1},{"c":{}}]})"},
        {"nulls in a list stay",
        R"({"l":[1]})",
        R"({"l":[null,1]})",
        R"({"l":[null,1]})"},
        {"a map over a word",
        R"({"a":"x"})",
        R"({"a":{"b":null,"c":1}})",
        R"({"a":{"c":1}})"},
        {"a word over a map",
        R"({"a":{"b":1}})",
        R"({"a":"x"})",
        R"({"a":"x"})"},
        {"a list over a map",
        R"({"a":{"b":1}})",
        R"({"a":[{"c":null}]})",
        R"({"a":[{"c":null}]})"},
        {"a map over null",
        R"({"a":null})",
        R"({"a":{"b":null}})",
        R"({"a":{}})"},
        {"directives of the strategic merge are members like others",
        R"({"a":{"b":1}})",
        R"({"a":{"$patch":"delete"}})",
        R"({"a":{"$patch":"delete","b":1}})"},
        {"an empty patch",
        R"({"a":{"b":1}})",
        R"({})",
        R"({"a":{"b":1}})"},
    };
    // clang-format on
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("merged");
    for (const Example& example : examples)
        QTest::newRow(example.name) << QString(example.document) << QString(example.patch) << QString(example.merged);
}

void TestMergePatch::merges()
{
    QFETCH(QString, document);
    QFETCH(QString, patch);
    QFETCH(QString, merged);
    QCOMPARE(text(applyMergePatch(json(document.toStdString()), json(patch.toStdString()))), merged);
}

QTEST_GUILESS_MAIN(TestMergePatch)
#include "test_mergepatch.moc"
