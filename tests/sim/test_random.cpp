#include "sim/random.h"

#include <QtTest/QtTest>

#include <array>
#include <set>

using namespace kubarium;

class TestRandom : public QObject {
    Q_OBJECT
private slots:
    void theSameQuestionGetsTheSameAnswer();
    void anythingElseGetsAnother();
    void numbersAreTheSameOnEveryMachine();
    void eachNumberIsEquallyLikely();
    void namesUseKubernetesLetters();
    void uuidsAreOfVersionFour();
};

void TestRandom::theSameQuestionGetsTheSameAnswer()
{
    const sim::Random random(7);
    auto first = random.stream("scheduler", "default/web", 3);
    auto second = random.stream("scheduler", "default/web", 3);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(first(), second());
}

void TestRandom::anythingElseGetsAnother()
{
    std::set<std::uint64_t> drawn;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const sim::Random random(seed);
        for (const char* component : {"scheduler", "kubelet", "kubelet "}) {
            for (const char* object : {"a", "b", ""}) {
                for (std::uint64_t number = 0; number < 3; ++number)
                    drawn.insert(random.stream(component, object, number)());
            }
        }
    }
    QCOMPARE(drawn.size(), std::size_t{81});
}

// A recorded session must run the same on every compiler and in every year: these numbers never change.
void TestRandom::numbersAreTheSameOnEveryMachine()
{
    sim::RandomStream stream(42);
    QCOMPARE(stream(), std::uint64_t{13679457532755275413ULL});
    QCOMPARE(stream(), std::uint64_t{2949826092126892291ULL});
    QCOMPARE(stream(), std::uint64_t{5139283748462763858ULL});
}

void TestRandom::eachNumberIsEquallyLikely()
{
    sim::RandomStream stream(1);
    std::array<int, 10> counts{};
    constexpr int draws = 100'000;
    for (int i = 0; i < draws; ++i)
        ++counts[stream.below(10)];
    for (const int count : counts)
        QVERIFY2(std::abs(count - draws / 10) < 500, qPrintable(QString::number(count))); // five standard deviations
}

void TestRandom::namesUseKubernetesLetters()
{
    auto stream = sim::Random(1).stream("name", "web-");
    const QString suffix = QString::fromStdString(sim::nameSuffix(stream));
    QVERIFY2(QRegularExpression("^[bcdfghjklmnpqrstvwxz2456789]{5}$").match(suffix).hasMatch(), qPrintable(suffix));
}

void TestRandom::uuidsAreOfVersionFour()
{
    auto stream = sim::Random(1).stream("uid", "pod");
    for (int i = 0; i < 50; ++i) {
        const QString uuid = QString::fromStdString(sim::uuid(stream));
        QVERIFY2(QRegularExpression("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$").match(uuid).hasMatch(), qPrintable(uuid));
    }
}

QTEST_GUILESS_MAIN(TestRandom)
#include "test_random.moc"
