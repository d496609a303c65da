#include "api/selectors.h"

#include <QtTest/QtTest>

using namespace kubarium::api;

namespace {

Map<Text> labelsOf(const QString& text) // "app=web,tier=front"
{
    Map<Text> labels;
    for (const QString& label : text.split(',', Qt::SkipEmptyParts))
        labels.set(label.section('=', 0, 0).toStdString(), Text(label.section('=', 1).toStdString()));
    return labels;
}

const QString nameRule = QStringLiteral(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
    "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
const QString valueRule = QStringLiteral(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");

} // namespace

class TestSelectors : public QObject {
    Q_OBJECT

private slots:
    void canonical_data();
    void canonical();
    void matched_data();
    void matched();
    void refused_data();
    void refused();
    void requirementsMade_data();
    void requirementsMade();
    void matchersMade();
    void exactValues();
    void fieldsCanonical_data();
    void fieldsCanonical();
    void fieldsMatched_data();
    void fieldsMatched();
    void fieldsRefused_data();
    void fieldsRefused();
};

void TestSelectors::canonical_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("text");

    QTest::newRow("no selector is everything") << "" << "";
    QTest::newRow("blanks alone are everything") << " \t\n" << "";
    QTest::newRow("an equality") << "app=web" << "app=web";
    QTest::newRow("two signs are kept") << "app==web" << "app==web";
    QTest::newRow("an inequality") << "app!=web" << "app!=web";
    QTest::newRow("blanks do not matter") << " app = web , tier in ( b , a ) " << "app=web,tier in (a,b)";
    QTest::newRow("keys are sorted") << "z=1,a=2" << "a=2,z=1";
    QTest::newRow("requirements of one key keep their order") << "a!=z,a!=b,a" << "a!=z,a!=b,a";
    QTest::newRow("values are sorted, each once") << "env in (qa,dev,qa)" << "env in (dev,qa)";
    QTest::newRow("a set of one stays a set") << "env notin (qa)" << "env notin (qa)";
    QTest::newRow("a key alone asks for its presence") << "gpu" << "gpu";
    QTest::newRow("and with a ! for its absence") << "!gpu" << "!gpu";
    QTest::newRow("a blank behind the ! does not matter") << "! gpu" << "!gpu";
    QTest::newRow("numbers can be compared") << "generation>3,generation<7" << "generation>3,generation<7";
    QTest::newRow("an empty value") << "app=" << "app=";
    QTest::newRow("an empty value before another requirement") << "app=,tier" << "app=,tier";
    QTest::newRow("no value is the empty one") << "app in ()" << "app in ()";
    QTest::newRow("a comma stands between two empty ones") << "app in (,)" << "app in ()";
    QTest::newRow("the empty value among others") << "app in (a,,b,)" << "app in (,a,b)";
    QTest::newRow("in and notin can be keys and values") << "in in (in,notin),notin=in" << "in in (in,notin),notin=in";
    QTest::newRow("a key with a prefix") << "app.kubernetes.io/name=web" << "app.kubernetes.io/name=web";
    QTest::newRow("set and sign need no blank between them") << "app in(a)" << "app in (a)";
}

void TestSelectors::canonical()
{
    QFETCH(QString, written);
    QFETCH(QString, text);
    const Parsed<LabelMatcher> matcher = LabelMatcher::parse(written.toStdString());
    QCOMPARE(QString::fromStdString(matcher.error()), "");
    QCOMPARE(QString::fromStdString(matcher->text()), text);
    QCOMPARE(matcher->matchesEverything(), text.isEmpty());
    QVERIFY(*LabelMatcher::parse(text.toStdString()) == *matcher);
}

void TestSelectors::matched_data()
{
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("labels");
    QTest::addColumn<bool>("matches");

    const QString web = "app=web,env=prod,replicas=3";
    QTest::newRow("everything matches no labels") << "" << "" << true;
    QTest::newRow("everything matches any labels") << "" << web << true;
    QTest::newRow("the value asked for") << "app=web" << web << true;
    QTest::newRow("another value") << "app=db" << web << false;
    QTest::newRow("a label that is not there") << "tier=front" << web << false;
    QTest::newRow("an empty value is not the absence of a label") << "tier=" << web << false;
    QTest::newRow("nor is it another value") << "tier=" << "tier=" << true;
    QTest::newRow("!= matches another value") << "app!=db" << web << true;
    QTest::newRow("!= matches the absence of the label, too") << "tier!=front" << web << true;
    QTest::newRow("!= does not match the value") << "app!=web" << web << false;
    QTest::newRow("one of a set") << "env in (dev,prod)" << web << true;
    QTest::newRow("none of a set") << "env in (dev,qa)" << web << false;
    QTest::newRow("in needs the label") << "tier in (front,back)" << web << false;
    QTest::newRow("notin does not") << "tier notin (front,back)" << web << true;
    QTest::newRow("notin refuses a value of the set") << "env notin (prod)" << web << false;
    QTest::newRow("presence") << "env" << web << true;
    QTest::newRow("presence of what is not there") << "tier" << web << false;
    QTest::newRow("absence") << "!tier" << web << true;
    QTest::newRow("absence of what is there") << "!env" << web << false;
    QTest::newRow("all requirements have to be met") << "app=web,env=dev" << web << false;
    QTest::newRow("and can be") << "app=web,env in (prod),!tier" << web << true;
    QTest::newRow("two about one label") << "env!=dev,env!=prod" << web << false;
    QTest::newRow("more than") << "replicas>2" << web << true;
    QTest::newRow("not more than itself") << "replicas>3" << web << false;
    QTest::newRow("less than, by number and not by letter") << "replicas<10" << web << true;
    QTest::newRow("a word is neither more nor less") << "app>0" << web << false;
    QTest::newRow("what is not there is neither, too") << "tier<1" << web << false;
}

void TestSelectors::matched()
{
    QFETCH(QString, selector);
    QFETCH(QString, labels);
    QFETCH(bool, matches);
    const Parsed<LabelMatcher> matcher = LabelMatcher::parse(selector.toStdString());
    QCOMPARE(QString::fromStdString(matcher.error()), "");
    QCOMPARE(matcher->matches(labelsOf(labels)), matches);
}

void TestSelectors::refused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("sentence");

    const QString requirement = "unable to parse requirement: ";
    const QString operators = "in, notin, =, ==, !=, gt, lt";
    QTest::newRow("a value without a key") << "=web" << "found '=', expected: !, identifier, or 'end of string'";
    QTest::newRow("a third sign") << "app===web" << requirement + "found '=', expected: identifier";
    QTest::newRow("two values") << "app=a b" << "found 'b', expected: ',' or 'end of string'";
    QTest::newRow("a comma in front") << ",app" << "found ',', expected: !, identifier, or 'end of string'";
    QTest::newRow("a comma at the end") << "app," << "found '', expected: identifier after ','";
    QTest::newRow("two commas") << "app,,tier" << "found ',', expected: identifier after ','";
    QTest::newRow("a ! alone") << "!" << requirement + "found '', expected: identifier";
    QTest::newRow("absence has no value") << "!app=web" << "found '=', expected: ',' or 'end of string'";
    QTest::newRow("no operator between two words") << "app web" << requirement + "found 'web', expected: " + operators;
    QTest::newRow("of is no operator") << "app of (a)" << requirement + "found 'of', expected: " + operators;
    QTest::newRow("not in is written as one word") << "app not in (a)" << requirement + "found 'not', expected: " + operators;
    QTest::newRow("a set needs parentheses") << "app in a,b" << requirement + "found 'a' expected: '('";
    QTest::newRow("a set that is not closed") << "app in (a" << requirement + "found '', expected: ',' or ')'";
    QTest::newRow("a set that is not closed behind a comma") << "app in (a," << requirement + "found '', expected: ',', or identifier";
    QTest::newRow("a set that is opened only") << "app in (" << requirement + "found '', expected: ',', ')' or identifier";
    QTest::newRow("a sign in a set") << "app in (=)" << requirement + "found '=', expected: ',', ')' or identifier";
    QTest::newRow("a sign behind a comma in a set") << "app in (a,=)" << requirement + "found '=', expected: ',', or identifier";
    QTest::newRow("a word behind a set") << "app in (a) b" << "found 'b', expected: ',' or 'end of string'";
    QTest::newRow("a set is no value") << "app=(a)" << requirement + "found '(', expected: identifier";
    QTest::newRow("parentheses around everything") << "(app=web)" << "found '(', expected: !, identifier, or 'end of string'";
    QTest::newRow("a key that cannot be one") << "-app=web" << requirement + "<nil>: Invalid value: \"-app\": name part " + nameRule;
    QTest::newRow("a value that cannot be one")
        << "app=web!" << "found '!', expected: ',' or 'end of string'";
    QTest::newRow("a value with a slash")
        << "app=a/b" << requirement + "values[0][app]: Invalid value: \"a/b\": " + valueRule;
    QTest::newRow("a value too long")
        << "app=" + QString(64, 'a') << requirement + "values[0][app]: Invalid value: \"" + QString(64, 'a') + "\": must be no more than 63 bytes";
    QTest::newRow("the second value of a set, in their order")
        << "app in (b/,a)" << requirement + "values[1][app]: Invalid value: \"b/\": " + valueRule;
    QTest::newRow("every wrong value is named")
        << "app in (a/,b/)"
        << requirement + "[values[0][app]: Invalid value: \"a/\": " + valueRule + ", values[1][app]: Invalid value: \"b/\": " + valueRule + "]";
    QTest::newRow("more than a word")
        << "app>web" << requirement + "values[0]: Invalid value: \"web\": for 'Gt', 'Lt' operators, the value must be an integer";
    QTest::newRow("more than a fraction")
        << "app>1.5" << requirement + "values[0]: Invalid value: \"1.5\": for 'Gt', 'Lt' operators, the value must be an integer";
}

void TestSelectors::refused()
{
    QFETCH(QString, written);
    QFETCH(QString, sentence);
    QCOMPARE(QString::fromStdString(LabelMatcher::parse(written.toStdString()).error()), sentence);
}

void TestSelectors::requirementsMade_data()
{
    using Operator = LabelRequirement::Operator;
    QTest::addColumn<int>("op");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* title, Operator op, const QStringList& values, const QString& text, const QString& error) {
        QTest::newRow(title) << static_cast<int>(op) << values << text << error;
    };

    row("In has one value or more", Operator::In, {"b", "a"}, "app in (a,b)", "");
    row("In without a value", Operator::In, {}, "", "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty");
    row("NotIn without a value", Operator::NotIn, {}, "", "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty");
    row("Equals has one", Operator::Equals, {"a"}, "app=a", "");
    row("Equals with two", Operator::Equals, {"a", "b"}, "",
        "values: Invalid value: [\"a\",\"b\"]: exact-match compatibility requires one single value");
    row("Exists has none", Operator::Exists, {}, "app", "");
    row("Exists with one", Operator::Exists, {"a"}, "",
        "values: Invalid value: [\"a\"]: values set must be empty for exists and does not exist");
    row("Gt has one number", Operator::GreaterThan, {"1"}, "app>1", "");
    row("Gt with two", Operator::GreaterThan, {"1", "2"}, "",
        "values: Invalid value: [\"1\",\"2\"]: for 'Gt', 'Lt' operators, exactly one value is required");
    row("Lt with a word", Operator::LessThan, {"a"}, "",
        "values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer");
}

void TestSelectors::requirementsMade()
{
    QFETCH(int, op);
    QFETCH(QStringList, values);
    QFETCH(QString, text);
    QFETCH(QString, error);
    List<Text> list;
    for (const QString& value : values)
        list.push_back(value.toStdString());
    const Parsed<LabelRequirement> made = LabelRequirement::make("app", static_cast<LabelRequirement::Operator>(op), list);
    QCOMPARE(QString::fromStdString(made.error()), error);
    QCOMPARE(made ? QString::fromStdString(made->text()) : QString(), text);
}

void TestSelectors::matchersMade()
{
    const LabelMatcher service = LabelMatcher::of({{"tier", "front"}, {"app", "web"}});
    QCOMPARE(QString::fromStdString(service.text()), "app=web,tier=front");
    QVERIFY(service.matches(labelsOf("app=web,tier=front,pod-template-hash=5d")));
    QVERIFY(!service.matches(labelsOf("app=web")));
    QVERIFY(LabelMatcher::of({}).matchesEverything());

    const LabelMatcher nothing = LabelMatcher::nothing();
    QVERIFY(nothing.matchesNothing());
    QVERIFY(!nothing.matchesEverything());
    QVERIFY(!nothing.matches({}));
    QCOMPARE(QString::fromStdString(nothing.text()), "");

    LabelMatcher narrowed = service;
    narrowed.add(*LabelRequirement::make("hash", LabelRequirement::Operator::Exists, {}));
    QCOMPARE(QString::fromStdString(narrowed.text()), "app=web,hash,tier=front");
    QVERIFY(narrowed != service);
}

void TestSelectors::exactValues()
{
    const LabelMatcher matcher = *LabelMatcher::parse("a=1,b==2,c in (3),d in (4,5),e!=6,f");
    QCOMPARE(matcher.exactValue("a"), std::optional<std::string_view>("1"));
    QCOMPARE(matcher.exactValue("b"), std::optional<std::string_view>("2"));
    QCOMPARE(matcher.exactValue("c"), std::optional<std::string_view>("3"));
    for (const char* key : {"d", "e", "f", "g"})
        QVERIFY(!matcher.exactValue(key));

    const FieldMatcher fields = *FieldMatcher::parse("spec.nodeName=node-1,status.phase!=Running");
    QCOMPARE(fields.exactValue("spec.nodeName"), std::optional<std::string_view>("node-1"));
    QVERIFY(!fields.exactValue("status.phase"));
}

void TestSelectors::fieldsCanonical_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("text");

    QTest::newRow("no selector is everything") << "" << "";
    QTest::newRow("an equality") << "metadata.name=web-0" << "metadata.name=web-0";
    QTest::newRow("two signs are one") << "metadata.name==web-0" << "metadata.name=web-0";
    QTest::newRow("an inequality") << "status.phase!=Running" << "status.phase!=Running";
    QTest::newRow("terms are sorted") << "status.phase=Running,metadata.name=a" << "metadata.name=a,status.phase=Running";
    QTest::newRow("an empty value") << "spec.nodeName=" << "spec.nodeName=";
    QTest::newRow("empty terms are passed over") << ",metadata.name=a,," << "metadata.name=a";
    QTest::newRow("a comma in a value") << "metadata.name=a\\,b" << "metadata.name=a\\,b";
    QTest::newRow("an equals sign in a value") << "metadata.name=a\\=b" << "metadata.name=a\\=b";
    QTest::newRow("a backslash in a value") << "metadata.name=a\\\\b" << "metadata.name=a\\\\b";
    QTest::newRow("blanks belong to the value") << "metadata.name= a" << "metadata.name= a";
}

void TestSelectors::fieldsCanonical()
{
    QFETCH(QString, written);
    QFETCH(QString, text);
    const Parsed<FieldMatcher> matcher = FieldMatcher::parse(written.toStdString());
    QCOMPARE(QString::fromStdString(matcher.error()), "");
    QCOMPARE(QString::fromStdString(matcher->text()), text);
    QVERIFY(*FieldMatcher::parse(text.toStdString()) == *matcher);
}

void TestSelectors::fieldsMatched_data()
{
    QTest::addColumn<QString>("selector");
    QTest::addColumn<bool>("matches");

    QTest::newRow("the phase asked for") << "status.phase=Running" << true;
    QTest::newRow("another phase") << "status.phase=Pending" << false;
    QTest::newRow("not another phase") << "status.phase!=Pending" << true;
    QTest::newRow("both terms") << "status.phase=Running,metadata.name=a\\,b" << true;
    QTest::newRow("one of two terms") << "status.phase=Running,metadata.name=b" << false;
    QTest::newRow("a field that is not set is empty") << "spec.nodeName=" << true;
    QTest::newRow("and differs from every value") << "spec.nodeName!=node-1" << true;
}

void TestSelectors::fieldsMatched()
{
    QFETCH(QString, selector);
    QFETCH(bool, matches);
    const FieldMatcher matcher = *FieldMatcher::parse(selector.toStdString());
    const bool result = matcher.matches([](std::string_view field) -> std::string_view {
        return field == "status.phase" ? "Running" : field == "metadata.name" ? "a,b" : "";
    });
    QCOMPARE(result, matches);
}

void TestSelectors::fieldsRefused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("a field alone") << "x" << "invalid selector: 'x'; can't understand 'x'";
    QTest::newRow("the term is named, and the whole")
        << "metadata.name=a,x" << "invalid selector: 'metadata.name=a,x'; can't understand 'x'";
    QTest::newRow("fields cannot be compared") << "a>1" << "invalid selector: 'a>1'; can't understand 'a>1'";
    QTest::newRow("a second equals sign, by its number") << "a=b=c" << "invalid field selector: unescaped character in value: 61";
    QTest::newRow("an unknown escape") << "a=\\n" << "invalid field selector: invalid escape sequence: \\n";
    QTest::newRow("an unknown escape beyond ASCII") << "a=\\가" << "invalid field selector: invalid escape sequence: \\가";
    QTest::newRow("a backslash at the end") << "a=b\\" << "invalid field selector: invalid escape sequence: \\";
}

void TestSelectors::fieldsRefused()
{
    QFETCH(QString, written);
    QFETCH(QString, sentence);
    QCOMPARE(QString::fromStdString(FieldMatcher::parse(written.toStdString()).error()), sentence);
}

QTEST_GUILESS_MAIN(TestSelectors)
#include "test_selectors.moc"
