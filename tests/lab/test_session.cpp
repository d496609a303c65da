// Sessions in files: what is written comes back, whatever happens in between, and nothing is lost without a word.
#include "acts.h"

#include "lab/session/session.h"
#include "lab/session/zip.h"

#include "kubarium/version.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/resource.h>

#include <csignal>

using namespace kubarium;
using namespace kubarium::test;
using lab::Lab;
using lab::Session;

class TestSession : public QObject {
    Q_OBJECT
private slots:
    void zipsComeBack();
    void hostileZipsAreRefused_data();
    void hostileZipsAreRefused();
    void aSessionGoesOn();
    void branchesComeBack();
    void forksThatWereKeptComeBack();
    void aCrashCostsNothing();
    void aJournalCutAnywhere();
    void aFileCutAnywhere();
    void crashesWhileTheFileIsPutTogether();
    void manyCrashesInARow();
    void filesAreRefused_data();
    void filesAreRefused();
    void damagedContentsDoNoHarm();
    void journalsAreRefused_data();
    void journalsAreRefused();
    void onlyOneProgramAtATime();
    void filesAreTheOwnersAlone();
    void whatDoesNotReplayGoesOnFromItsHead();
    void aFullDiskIsTold();
    void whatCouldNotBeWrittenIsTriedAgain();
    void equalSessionsAreEqualFiles();
};

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
        qFatal("cannot write");
}

// A lab that is kept in a file, and the end of the program that has it: orderly, or not.
class Kept {
public:
    explicit Kept(const QString& file, std::uint64_t seed = 1)
    {
        lab::Lab::Options options;
        options.seed = seed;
        options.keyframeEvery = 16;
        options.secret.fill(static_cast<std::uint8_t>(seed));
        auto tried = Session::open(file.toStdString(), lab::ClusterFile::standard(), options);
        if (!tried) {
            refusal = QString::fromStdString(tried.error());
            return;
        }
        opened = *std::move(tried);
        opened.session->follow(*opened.lab);
        for (const std::string& notice : opened.notices)
            notices << QString::fromStdString(notice);
    }

    ~Kept() { crash(); }

    Lab& lab()
    {
        if (!opened.lab)
            qFatal("%s", qPrintable(refusal));
        return *opened.lab;
    }

    // What is on the disk then is what a killed program leaves.
    void crash()
    {
        if (opened.session)
            opened.session->settle();
        opened.session.reset();
    }

    QString close()
    {
        const std::string sentence = opened.session->close();
        opened.session.reset();
        return QString::fromStdString(sentence);
    }

    Session::Opened opened;
    QString refusal;
    QStringList notices;
};

// "main 24@…": each branch, its inputs, and where it begins and ends.
QString tree(Lab& lab)
{
    QStringList list;
    const auto text = [](const lab::Moment& moment) {
        return QString("%1/%2/%3/%4")
            .arg(QString::fromStdString(moment.time.microText()))
            .arg(moment.eventsRun)
            .arg(moment.inputs)
            .arg(moment.revision);
    };
    for (const lab::Branch& branch : lab.branches())
        list << QString::fromStdString(branch.name) + " " + text(branch.begin) + " " + text(branch.head);
    return list.join('\n');
}

struct State {
    explicit State(Lab& lab)
        : hash(lab.historyHash()), moment(lab.moment()), branches(lab.branches()), branch(lab.branch()), objects(keys(lab))
    {
    }

    std::string hash;
    lab::Moment moment;
    std::vector<lab::Branch> branches;
    std::uint64_t branch;
    QString objects;

    friend bool operator==(const State&, const State&) = default;
};

std::string patched(std::string bytes, std::size_t at, std::initializer_list<int> with)
{
    for (const int byte : with)
        bytes[at++] = static_cast<char>(byte);
    return bytes;
}

} // namespace

void TestSession::zipsComeBack()
{
    std::string noise;
    auto random = sim::Random(3).stream("test", "noise", 0);
    for (int i = 0; i < 5'000; ++i)
        noise += static_cast<char>(random.below(256));
    const std::vector<lab::ZipEntry> entries = {
        {"empty", ""}, {"same.txt", std::string(30'000, 'a')}, {"noise", noise}, {"one", "x"}};
    const std::string bytes = lab::zipped(entries);
    QVERIFY(bytes.size() < 7'000); // what can be squeezed is, what cannot is stored
    const auto back = lab::unzipped(bytes);
    QVERIFY2(back, back.error().c_str());
    QCOMPARE(back->size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        QCOMPARE(back->at(i).name, entries[i].name);
        QVERIFY(back->at(i).content == entries[i].content);
    }
    QVERIFY(!lab::unzipped(lab::zipped({}))); // with nothing in it there is nothing to begin with
    for (std::size_t size = 0; size < bytes.size(); ++size)
        QVERIFY(!lab::unzipped(std::string_view(bytes).substr(0, size)));
    // One byte that is another one is noticed, or stands where nothing depends on it: what comes back is never something else.
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto other = lab::unzipped(patched(bytes, at, {bytes[at] ^ 0x20}));
        if (!other)
            continue;
        for (std::size_t i = 0; i < other->size(); ++i)
            QVERIFY(i < entries.size() && other->at(i).content == entries[i].content);
    }
}

void TestSession::hostileZipsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    const std::string good = lab::zipped(std::vector<lab::ZipEntry>{{"a.json", std::string(1'000, 'a')}, {"b.json", "{}"}});
    const std::size_t central = good.find("PK\1\2");
    const std::size_t second = good.find("PK\1\2", central + 4);
    const std::size_t end = good.find("PK\5\6");
    const auto row = [](const char* name, const std::string& bytes, const char* why) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << why;
    };
    row("no zip", "kind: Pod\n", "is no zip file");
    row("an empty file", "", "is cut off");
    row("only a beginning", good.substr(0, 20), "is cut off");
    row("more bytes behind it", good + "x", "is cut off");
    row("more entries than it lists", patched(good, end + 8, {3, 0, 3, 0}), "has a damaged table of contents");
    row("65 thousand entries", patched(good, end + 8, {255, 255, 255, 255}), "has 65535 entries; 64 are the most that are read");
    row("a part of several", patched(good, end + 4, {1, 0}), "is one of several parts");
    row("contents beyond the end", patched(good, end + 16, {255, 255, 255, 127}), "has no table of contents");
    row("contents that are elsewhere", patched(good, end + 16, {0, 0, 0, 0}), "has no table of contents");
    row("an entry that would fill the disk", patched(good, central + 24, {255, 255, 255, 255}), "unpacks to more than 2048 MiB");
    row("an entry that is larger than it says", patched(good, central + 24, {10, 0, 0, 0}), "has a damaged \"a.json\"");
    row("an entry that is smaller than it says", patched(good, central + 24, {0, 8, 0, 0}), "has a damaged \"a.json\"");
    row("another checksum", patched(good, central + 16, {1}), "has a damaged \"a.json\"");
    row("an encrypted entry", patched(good, central + 8, {1, 8}), "has \"a.json\" packed in a way that is not read here");
    row("a way to pack that nobody knows", patched(good, central + 10, {99}), "has \"a.json\" packed in a way that is not read here");
    row("an entry that lies behind the contents", patched(good, central + 42, {255, 255}), "has \"a.json\" where nothing is");
    row("an entry in the middle of another", patched(good, central + 42, {3}), "has \"a.json\" where nothing is");
    row("two entries in one place", patched(good, second + 42, {0, 0, 0, 0}), "has a damaged \"b.json\"");
    row("an entry in a folder above", patched(good, central + 46, {'.', '.', '/'}), "has an entry without a plain name");
    row("a name twice", patched(good, second + 46, {'a'}), "has \"a.json\" twice");
    // Both entries claim the first one's bytes, names and all.
    std::string overlapping = patched(good, 30, {'b'});
    overlapping = patched(overlapping, second + 42, {0, 0, 0, 0});
    row("an entry that calls itself otherwise", overlapping, "has a damaged \"a.json\"");
}

void TestSession::hostileZipsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, why);
    const auto read = lab::unzipped(bytes.toStdString());
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error()), why);
}

void TestSession::aSessionGoesOn()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    const auto alone = newLab();
    for (int day = 0; day < 4; ++day) {
        Kept kept(file, 1);
        QCOMPARE(kept.refusal, QString());
        QCOMPARE(kept.opened.isNew, day == 0);
        QCOMPARE(kept.notices.join(' '), QString());
        QCOMPARE(keys(kept.lab()), keys(*alone));
        live(kept.lab(), 25, 2);
        live(*alone, 25, 2);
        kept.lab().runFor(std::chrono::minutes(40)); // a thousand events and more: hashes are noted
        alone->runFor(std::chrono::minutes(40));
        QCOMPARE(kept.lab().historyHash(), alone->historyHash());
        QVERIFY(kept.lab().moment() == alone->moment());
        QCOMPARE(kept.close(), QString());
        QVERIFY(!QFile::exists(file + ".journal"));
        const auto read = lab::SessionFile::decoded(contentOf(file).toStdString());
        QVERIFY2(read, read.error().c_str());
        QVERIFY(read->hashes.size() >= std::size_t(day + 1));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).join(' '), QString("demo.kubarium"));
    }
    // The secret and the seed are the file's, whatever is wished.
    Kept other(file, 99);
    QCOMPARE(other.opened.options.seed, std::uint64_t{1});
    QCOMPARE(other.opened.options.secret.front(), std::uint8_t{1});
    QVERIFY(other.lab().rewind(other.lab().beginning() + std::chrono::minutes(2)));
    QVERIFY(alone->rewind(alone->beginning() + std::chrono::minutes(2)));
    QCOMPARE(other.lab().historyHash(), alone->historyHash());
}

void TestSession::branchesComeBack()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    std::map<std::uint64_t, std::string> hashes;
    {
        Kept kept(file);
        Lab& lab = kept.lab();
        live(lab, 12);
        const api::Time middle = lab.now();
        live(lab, 12);
        QVERIFY(lab.rewind(middle, "second"));
        live(lab, 4, 5);
        QVERIFY(lab.undo());
        lab.runFor(std::chrono::seconds(3));
        QVERIFY(lab.renameBranch(1, "renamed"));
        for (const std::uint64_t branch : {0, 1, 2}) {
            QVERIFY(lab.switchTo(branch));
            hashes[branch] = lab.historyHash();
        }
        QVERIFY(lab.switchTo(1));
        if (QTest::currentTestFailed())
            return;
        const State before(lab);
        const QString lived = tree(lab);
        kept.crash(); // first from the journal alone,
        Kept again(file);
        QCOMPARE(again.refusal, QString());
        QCOMPARE(tree(again.lab()), lived);
        QVERIFY(State(again.lab()) == before);
        QCOMPARE(again.close(), QString()); // and then from the file
    }
    Kept kept(file);
    QCOMPARE(kept.lab().branch(), std::uint64_t{1});
    QVERIFY(kept.lab().findBranch("renamed") && !kept.lab().findBranch("second"));
    for (const auto& [branch, hash] : hashes) {
        QVERIFY(kept.lab().switchTo(branch));
        QCOMPARE(kept.lab().historyHash(), hash);
    }
    QVERIFY(kept.lab().rewind(kept.lab().beginning()));
    QCOMPARE(kept.lab().branch(), std::uint64_t{3}); // a number is never given twice
}

void TestSession::forksThatWereKeptComeBack()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept kept(file);
    live(kept.lab(), 6);
    const auto fork = kept.lab().fork();
    live(*fork, 7, 3);
    fork->runFor(std::chrono::seconds(5));
    live(kept.lab(), 2, 4);
    QVERIFY(kept.lab().adopt(*fork));
    const State before(kept.lab());
    kept.crash();
    Kept again(file);
    QCOMPARE(again.refusal, QString());
    QVERIFY(State(again.lab()) == before);
    QVERIFY(again.lab().switchTo(0));
    QCOMPARE(again.lab().inputs().size(), std::size_t{8});
}

void TestSession::aCrashCostsNothing()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept kept(file);
    live(kept.lab(), 30);
    kept.lab().runFor(std::chrono::minutes(40));
    const State before(kept.lab());
    kept.crash();
    QVERIFY(QFile::exists(file + ".journal"));
    Kept again(file);
    QCOMPARE(again.notices.join(' '), QString());
    QVERIFY(State(again.lab()) == before);
}

void TestSession::aJournalCutAnywhere()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("small.kubarium");
    {
        Kept kept(file);
        create(kept.lab(), "a");
        kept.lab().runFor(std::chrono::milliseconds(1));
        create(kept.lab(), "b");
        kept.lab().undo();
        create(kept.lab(), "c");
    }
    const QByteArray whole = contentOf(file);
    const QByteArray journal = contentOf(file + ".journal");
    QVERIFY(journal.count('\n') >= 5);
    std::size_t reached = 0;
    QStringList states;
    for (qsizetype size = 0; size <= journal.size(); ++size) {
        // Each byte around the ends of lines, and every eighth of what is between them.
        if (size % 8 != 0 && size + 2 < journal.size() && !journal.mid(std::max<qsizetype>(size - 3, 0), 6).contains('\n'))
            continue;
        write(file + ".journal", journal.left(size));
        const auto told = Session::told(file.toStdString());
        QVERIFY2(told, told.error().c_str());
        QVERIFY(*told);
        const bool torn = size > 0 && journal[size - 1] != '\n';
        QCOMPARE((*told)->notices.size(), std::size_t(torn ? 1 : 0));
        std::size_t inputs = 0;
        for (const lab::BranchRecord& record : (*told)->session.past.branches)
            inputs += record.inputs.size();
        QVERIFY(inputs >= reached); // never less than at an earlier cut
        reached = inputs;
        QCOMPARE(contentOf(file), whole); // reading is no writing
        if (torn && size % 64 != 0)
            continue;
        {
            Kept kept(file);
            QVERIFY2(kept.refusal.isEmpty(), qPrintable(kept.refusal));
            QCOMPARE(kept.notices.size(), qsizetype(torn ? 1 : 0));
            const QString state = keys(kept.lab()).remove(QRegularExpression("kube-root-ca.crt@\\d+ ?|@\\d+")).trimmed();
            if (states.isEmpty() || states.last() != state)
                states << state;
        }
        write(file, whole);
    }
    QCOMPARE(reached, std::size_t{3});
    QCOMPARE(states.join(", "), QString(", a, a b, a, a c"));
}

void TestSession::aFileCutAnywhere()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("small.kubarium");
    {
        Kept kept(file);
        create(kept.lab(), "a");
        QCOMPARE(kept.close(), QString());
    }
    const QByteArray whole = contentOf(file);
    for (qsizetype size = 0; size < whole.size(); size += size < 200 || size > whole.size() - 600 ? 1 : 37) {
        write(file, whole.left(size));
        const auto opened = Session::open(file.toStdString(), lab::ClusterFile::standard(), {});
        QVERIFY(!opened);
        QCOMPARE(QString::fromStdString(opened.error()), file + " is cut off");
        QCOMPARE(contentOf(file), whole.left(size)); // as it was
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), qsizetype{1});
    }
}

void TestSession::crashesWhileTheFileIsPutTogether()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept kept(file);
    live(kept.lab(), 5);
    kept.opened.session->settle();
    const QByteArray oldFile = contentOf(file);
    const QByteArray oldJournal = contentOf(file + ".journal");
    kept.opened.session->fold();
    live(kept.lab(), 5, 2); // while it goes on
    kept.opened.session->settle();
    const State before(kept.lab());
    const QByteArray newFile = contentOf(file);
    const QByteArray newJournal = contentOf(file + ".journal");
    kept.crash();
    QVERIFY(newFile != oldFile);
    QVERIFY(!newJournal.startsWith(oldJournal));
    // The journal as it was before its beginning was dropped.
    const QByteArray tail = newJournal.mid(newJournal.indexOf('\n') + 1);
    const QByteArray both = oldJournal + QByteArray::fromStdString(lab::journalMarker(2)) + tail;
    for (const QByteArray& standing : {oldFile, newFile}) { // the file not yet replaced, and just so
        write(file, standing);
        write(file + ".journal", both);
        Kept again(file);
        QCOMPARE(again.refusal, QString());
        QVERIFY(State(again.lab()) == before);
    }
    write(file, newFile);
    write(file + ".journal", newJournal);
    QVERIFY(State(Kept(file).lab()) == before);
    // The old file with the new journal is no session: something was put back that was not whole.
    write(file, oldFile);
    write(file + ".journal", newJournal);
    QVERIFY2(Kept(file).refusal.startsWith(file + ".journal continues another state of it"), qPrintable(Kept(file).refusal));
    QCOMPARE(contentOf(file + ".journal"), newJournal);
}

void TestSession::manyCrashesInARow()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    const auto alone = newLab();
    auto random = sim::Random(4).stream("test", "crashes", 0);
    for (int round = 0; round < 25; ++round) {
        Kept kept(file);
        QCOMPARE(kept.refusal, QString());
        QCOMPARE(kept.lab().historyHash(), alone->historyHash());
        for (Lab* lab : {&kept.lab(), alone.get()}) {
            live(*lab, 4, static_cast<std::uint64_t>(round));
            if (round % 5 == 2)
                lab->undo();
            if (round % 7 == 3)
                lab->switchTo(0);
        }
        if (random.below(2) == 0)
            kept.opened.session->fold();
        if (random.below(3) == 0)
            QCOMPARE(kept.close(), QString());
    }
    QVERIFY(alone->branches().size() > 4);
}

void TestSession::filesAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("why");
    const auto zip = [](std::vector<lab::ZipEntry> entries) { return QByteArray::fromStdString(lab::zipped(entries)); };
    const auto about = [](const std::string& version) {
        return lab::ZipEntry{"session.json", R"({"format":"kubarium-session","version":)" + version + ",\"objects\":[\n]}\n"};
    };
    QTest::newRow("a manifest") << QByteArray("apiVersion: v1\nkind: Pod\n") << "is no zip file";
    QTest::newRow("a zip of something else") << zip({{"word.xml", "<w/>"}}) << "is no session of Kubarium";
    QTest::newRow("a session of something else")
        << zip({{"session.json", "{\"format\":\"other\",\"objects\":[\n]}\n"}}) << "is no session of Kubarium";
    QTest::newRow("a later format") << zip({about("2")})
        << QString("is of session format 2; this is Kubarium %1, which reads format 1").arg(QString::fromStdString(std::string(kubarium::version)));
    QTest::newRow("one that says nothing more") << zip({about("1")}) << "has a damaged session.json";
}

void TestSession::filesAreRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, why);
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    write(file, content);
    QCOMPARE(Kept(file).refusal, file + " " + why);
    QCOMPARE(contentOf(file), content);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), qsizetype{1});
}

// A zip that is right in itself, with something in it that nobody ever wrote.
void TestSession::damagedContentsDoNoHarm()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    {
        Kept kept(file);
        live(kept.lab(), 12);
        kept.lab().undo();
        kept.lab().runFor(std::chrono::minutes(40));
        QCOMPARE(kept.close(), QString());
    }
    const auto entries = lab::unzipped(contentOf(file).toStdString());
    QVERIFY(entries);
    auto random = sim::Random(9).stream("test", "damage", 0);
    int refused = 0;
    for (std::size_t which = 0; which < entries->size(); ++which) {
        for (int round = 0; round < 120; ++round) {
            std::vector<lab::ZipEntry> damaged = *entries;
            std::string& content = damaged[which].content;
            QVERIFY2(!content.empty(), damaged[which].name.c_str());
            const std::size_t at = random.below(content.size());
            switch (random.below(3)) {
            case 0:
                content[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                content.erase(at, 1 + random.below(40));
                break;
            default:
                content.insert(at, content.substr(random.below(content.size()), random.below(200)));
            }
            const auto read = lab::SessionFile::decoded(lab::zipped(damaged));
            refused += read ? 0 : 1;
            if (read)
                QCOMPARE(QString::fromStdString(read->past.flaw()), QString());
            else
                QVERIFY(!read.error().empty());
        }
    }
    QVERIFY(refused > 200);
    for (std::size_t which = 0; which < entries->size(); ++which) { // one that is missing altogether
        std::vector<lab::ZipEntry> fewer = *entries;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(which));
        QVERIFY(!lab::SessionFile::decoded(lab::zipped(fewer)));
    }
}

void TestSession::journalsAreRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("why");
    QTest::newRow("another program's file") << QByteArray("kubarium-journal") << QByteArray("syslog") << " is no journal of a session";
    QTest::newRow("a later format") << QByteArray("\"version\":1") << QByteArray("\"version\":3")
                                    << " is of journal format 3; format 1 is what is read here";
    QTest::newRow("of another state") << QByteArray("\"fold\":1") << QByteArray("\"fold\":7") << " continues another state of it";
    QTest::newRow("damaged in the middle") << QByteArray("\"number\":1,") << QByteArray("\"num\0er\":1 ", 11) << " is damaged in line 2";
    QTest::newRow("an input on no branch") << QByteArray("{\"branch\":0,") << QByteArray("{\"branch\":5,") << " does not fit %1";
    QTest::newRow("an input that is missing") << QByteArray("\"number\":2,") << QByteArray("\"number\":4,")
                                              << " does not fit %1: input 4 of branch main is out of order";
}

void TestSession::journalsAreRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, why);
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    {
        Kept kept(file);
        for (const char* name : {"a", "b", "c"})
            create(kept.lab(), name);
    }
    QByteArray journal = contentOf(file + ".journal");
    QVERIFY(journal.contains(from));
    journal.replace(from, to);
    write(file + ".journal", journal);
    const QByteArray before = contentOf(file);
    QCOMPARE(Kept(file).refusal,
        file + ".journal" + QString(why).replace("%1", file) + "; move it away to open " + file + " without what it tells");
    QCOMPARE(contentOf(file + ".journal"), journal);
    QCOMPARE(contentOf(file), before);
    QVERIFY(QFile::rename(file + ".journal", file + ".away"));
    QCOMPARE(keys(Kept(file).lab()).contains("a@"), false); // as it was last put together
    QVERIFY(QFile::remove(file));
    QVERIFY(Kept(file).refusal.startsWith(file + " is missing, but " + file + ".journal continues it"));
}

void TestSession::onlyOneProgramAtATime()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept first(file);
    create(first.lab(), "a");
    QCOMPARE(Kept(file).refusal, file + ".journal is in use by another program");
    first.opened.session->fold();
    first.opened.session->settle(); // a journal of its own again
    QCOMPARE(Kept(file).refusal, file + ".journal is in use by another program");
    create(first.lab(), "b");
    QCOMPARE(first.close(), QString());
    QVERIFY(keys(Kept(file).lab()).contains("b@"));
}

void TestSession::filesAreTheOwnersAlone()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept kept(file);
    const auto mine = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFile::permissions(file), mine); // the session's secret stands there
    QCOMPARE(QFile::permissions(file + ".journal"), mine);
    QCOMPARE(kept.close(), QString());
    QCOMPARE(QFile::permissions(file), mine);
}

void TestSession::whatDoesNotReplayGoesOnFromItsHead()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    {
        Kept kept(file);
        live(kept.lab(), 20);
        create(kept.lab(), "kept");
        kept.lab().runFor(std::chrono::minutes(40));
        QCOMPARE(kept.close(), QString());
    }
    auto read = lab::SessionFile::decoded(contentOf(file).toStdString());
    QVERIFY(read && !read->hashes.empty());
    read->hashes.back().hash.front() ^= 1; // as if another engine had made something else of it
    read->engine = "0.0.1";
    write(file, QByteArray::fromStdString(*read->encoded()));
    const QByteArray original = contentOf(file);

    lab::Moment later;
    {
        Kept kept(file);
        QCOMPARE(kept.refusal, QString());
        QCOMPARE(kept.notices.size(), qsizetype{1});
        QVERIFY2(kept.notices[0].startsWith(file + " was written by Kubarium 0.0.1; with "), qPrintable(kept.notices[0]));
        QVERIFY(kept.notices[0].endsWith("The whole of it is kept as " + file + ".old"));
        QCOMPARE(contentOf(file + ".old"), original);
        const auto name = [](const QString& versioned) { return versioned.section('@', 0, 0); };
        QVERIFY(keys(kept.lab()).contains("kept@"));
        QVERIFY(!name(keys(kept.lab())).isEmpty());
        QVERIFY(kept.lab().now() == read->head.now);
        QCOMPARE(kept.lab().branch(), std::uint64_t{1}); // versions of before are of another branch
        QVERIFY(!kept.lab().rewind(kept.lab().now() - std::chrono::seconds(1))); // there is no past
        const auto before = kept.lab().now();
        live(kept.lab(), 10, 8);
        kept.lab().runFor(std::chrono::minutes(40));
        QVERIFY(kept.lab().rewind(before + std::chrono::seconds(30)));
        QVERIFY(kept.lab().switchTo(1));
        later = kept.lab().moment();
    }
    // From there on it is a session like any other.
    Kept again(file);
    QCOMPARE(again.refusal, QString());
    QCOMPARE(again.notices.join(' '), QString());
    QVERIFY(again.lab().moment() == later);
    QVERIFY(keys(again.lab()).contains("kept@"));
}

void TestSession::aFullDiskIsTold()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("gone/demo.kubarium");
    QCOMPARE(Kept(file).refusal, "cannot write " + file + ".journal: No such file or directory");
    QVERIFY(QDir(folder.path()).mkdir("gone"));
    Kept kept(file);
    create(kept.lab(), "a");
    kept.opened.session->settle();
    QVERIFY(QDir(folder.filePath("gone")).removeRecursively());
    kept.opened.session->fold();
    kept.opened.session->settle();
    const QString told = QString::fromStdString(kept.opened.session->takeTrouble());
    QCOMPARE(told, "cannot write " + file + ": No such file or directory");
    QCOMPARE(kept.opened.session->takeTrouble(), std::string()); // once
    QVERIFY(!kept.close().isEmpty());
}

void TestSession::whatCouldNotBeWrittenIsTriedAgain()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("demo.kubarium");
    Kept kept(file);
    create(kept.lab(), "before");
    kept.opened.session->settle();
    rlimit usual{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit full = usual; // as if the disk had room for a hundred bytes more
    full.rlim_cur = static_cast<rlim_t>(QFileInfo(file + ".journal").size()) + 100;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &full), 0);
    create(kept.lab(), "meanwhile");
    std::string trouble;
    QTRY_VERIFY(!trouble.empty() || !(trouble = kept.opened.session->takeTrouble()).empty());
    create(kept.lab(), "later");
    const auto inputs = [&] {
        const auto told = Session::told(file.toStdString());
        return told && *told ? (*told)->session.past.branches[0].inputs.size() : std::size_t{99};
    };
    const std::size_t left = inputs();
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &usual), 0);
    QCOMPARE(QString::fromStdString(trouble), "cannot write " + file + ".journal: File too large");
    QCOMPARE(left, std::size_t{1}); // half a line stands there, which is none
    QTRY_COMPARE(inputs(), std::size_t{3}); // there is room again
    const QString objects = keys(kept.lab());
    kept.crash();
    Kept again(file);
    QCOMPARE(again.notices.join(' '), QString());
    QCOMPARE(keys(again.lab()), objects);
}

void TestSession::equalSessionsAreEqualFiles()
{
    const QTemporaryDir folder;
    for (const char* name : {"one", "two"}) {
        Kept kept(folder.filePath(name));
        live(kept.lab(), 15);
        kept.lab().undo();
        QCOMPARE(kept.close(), QString());
    }
    QCOMPARE(contentOf(folder.filePath("one")), contentOf(folder.filePath("two")));
}

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
