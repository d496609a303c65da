// A selector as objects hold it, as a question to labels and as kubectl prints it.
#include "api/labelselector.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

LabelSelector labels(std::initializer_list<std::pair<std::string_view, Text>> matchLabels)
{
    LabelSelector selector;
    selector.matchLabels = Map<Text>(matchLabels);
    return selector;
}

LabelSelector expression(const char* key, const char* op, List<Text> values = {})
{
    LabelSelectorRequirement requirement;
    requirement.key = key;
    requirement.operator_ = op;
    requirement.values = std::move(values);
    LabelSelector selector;
    selector.matchExpressions.push_back(requirement);
    return selector;
}

LabelSelector both(LabelSelector one, const LabelSelector& other)
{
    for (const LabelSelectorRequirement& requirement : other.matchExpressions)
        one.matchExpressions.push_back(requirement);
    return one;
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

class TestLabelSelector : public QObject {
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void text_data();
    void text();
    void refused_data();
    void refused();
};

void TestLabelSelector::matches_data()
{
    QTest::addColumn<LabelSelector>("selector");
    QTest::addColumn<Map<Text>>("of");
    QTest::addColumn<bool>("chosen");
    const Map<Text> web = {{"app", "web"}, {"tier", "front"}};
    const Map<Text> none;

    QTest::newRow("an empty selector chooses everything") << LabelSelector() << web << true;
    QTest::newRow("an empty selector chooses even what has no labels") << LabelSelector() << none << true;
    QTest::newRow("a label with the value is chosen") << labels({{"app", "web"}}) << web << true;
    QTest::newRow("another value is not") << labels({{"app", "db"}}) << web << false;
    QTest::newRow("the empty value is a value") << labels({{"app", ""}}) << none << false;
    QTest::newRow("all labels must hold") << labels({{"app", "web"}, {"tier", "back"}}) << web << false;
    QTest::newRow("In chooses any of its values") << expression("tier", "In", {"back", "front"}) << web << true;
    QTest::newRow("In needs the label") << expression("zone", "In", {"a"}) << web << false;
    QTest::newRow("NotIn refuses its values") << expression("tier", "NotIn", {"front"}) << web << false;
    QTest::newRow("NotIn is content without the label") << expression("zone", "NotIn", {"a"}) << web << true;
    QTest::newRow("Exists asks for the key only") << expression("tier", "Exists") << web << true;
    QTest::newRow("Exists is not met without it") << expression("zone", "Exists") << web << false;
    QTest::newRow("DoesNotExist is met without it") << expression("zone", "DoesNotExist") << web << true;
    QTest::newRow("labels and expressions hold together")
        << both(labels({{"app", "web"}}), expression("tier", "NotIn", {"front"})) << web << false;
}

void TestLabelSelector::matches()
{
    QFETCH(LabelSelector, selector);
    QFETCH(Map<Text>, of);
    QFETCH(bool, chosen);
    const Result<LabelMatcher> matcher = toMatcher(selector);
    QVERIFY(matcher.ok());
    QCOMPARE(matcher->matches(of), chosen);
}

void TestLabelSelector::text_data()
{
    QTest::addColumn<LabelSelector>("selector");
    QTest::addColumn<QString>("printed");

    QTest::newRow("an empty selector is <none>") << LabelSelector() << "<none>";
    QTest::newRow("labels are sorted by key") << labels({{"tier", "front"}, {"app", "web"}}) << "app=web,tier=front";
    QTest::newRow("a label without a value") << labels({{"app", ""}}) << "app=";
    QTest::newRow("the values of In are sorted") << expression("tier", "In", {"b", "a"}) << "tier in (a,b)";
    QTest::newRow("NotIn is one word") << expression("tier", "NotIn", {"a"}) << "tier notin (a)";
    QTest::newRow("Exists is the key") << expression("tier", "Exists") << "tier";
    QTest::newRow("DoesNotExist is the key, denied") << expression("tier", "DoesNotExist") << "!tier";
    QTest::newRow("labels and expressions are sorted together")
        << both(labels({{"b", "1"}}), expression("a", "Exists")) << "a,b=1";
    QTest::newRow("a selector that is none is <error>") << expression("tier", "Like", {"a"}) << "<error>";
}

void TestLabelSelector::text()
{
    QFETCH(LabelSelector, selector);
    QFETCH(QString, printed);
    QCOMPARE(textOf(selectorText(selector)), printed);
}

void TestLabelSelector::refused_data()
{
    QTest::addColumn<LabelSelector>("selector");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("an operator of another world") << expression("tier", "Gt", {"3"})
                                                  << "\"Gt\" is not a valid label selector operator";
    QTest::newRow("In without values") << expression("tier", "In")
                                       << "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty";
    QTest::newRow("Exists with values") << expression("tier", "Exists", {"a"})
                                        << "values: Invalid value: [\"a\"]: values set must be empty for exists and does not exist";
}

void TestLabelSelector::refused()
{
    QFETCH(LabelSelector, selector);
    QFETCH(QString, sentence);
    const Result<LabelMatcher> matcher = toMatcher(selector);
    QVERIFY(!matcher.ok());
    QCOMPARE(matcher.status().code, 400);
    QCOMPARE(textOf(matcher.status().message), sentence);
}

QTEST_GUILESS_MAIN(TestLabelSelector)
#include "test_labelselector.moc"
