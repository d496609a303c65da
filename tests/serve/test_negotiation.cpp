// What clients accept, and what they get for it.
#include "serve/negotiation.h"

#include <QtTest/QtTest>

using namespace kubarium::serve;

class TestNegotiation : public QObject {
    Q_OBJECT
private slots:
    void accepts_data();
    void accepts();
    void encodings_data();
    void encodings();
    void mediaTypes();
};

void TestNegotiation::accepts_data()
{
    QTest::addColumn<QString>("accept");
    QTest::addColumn<int>("offer");
    QTest::addColumn<QString>("form");
    const auto row = [](const char* name, const char* accept, Offer offer, const char* form) { QTest::newRow(name) << accept
        << static_cast<int>(offer) << form; };
    row("who says nothing gets JSON", "", Offer::Plain, "json");
    row("a star is JSON", "*/*", Offer::Plain, "json");
    row("JSON", "application/json", Offer::Resources, "json");
    row("with a character set", "application/json; charset=utf-8", Offer::Resources, "json");
    row("YAML", "application/yaml", Offer::Resources, "yaml");
    row("kubectl get asks for a Table",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
        Offer::Resources, "json Table v1");
    row("what is no list of objects has no Table", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json", Offer::Plain, "json");
    row("a Table or nothing", "application/json;as=Table;v=v1;g=meta.k8s.io", Offer::Discovery, "406");
    row("a Table as YAML", "application/yaml;as=Table;v=v1;g=meta.k8s.io", Offer::Resources, "yaml Table v1");
    row("informers of metadata",
        "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
        Offer::Resources, "json PartialObjectMetadataList v1");
    row("one object's metadata", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", Offer::Resources, "json PartialObjectMetadata v1");
    row("a shape nobody knows", "application/json;as=Poem;g=meta.k8s.io;v=v1,application/json", Offer::Resources, "json");
    row("rather protobuf, but JSON will do", "application/vnd.kubernetes.protobuf,application/json", Offer::Resources, "json");
    row("protobuf only", "application/vnd.kubernetes.protobuf", Offer::Resources, "406");
    row("a picture", "image/png", Offer::Resources, "406");
    row("the more wanted comes first", "application/json;q=0.1,application/yaml;q=0.9", Offer::Resources, "yaml");
    row("what is not wanted at all is not given", "application/json;q=0", Offer::Resources, "406");
    row("a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Offer::Plain, "json");
    row("kubectl's discovery",
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
        Offer::Discovery, "json APIGroupDiscoveryList v2");
    row("an older kubectl's discovery", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
        Offer::Discovery,
        "json APIGroupDiscoveryList v2beta1");
    row("one version's resources have no such form", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json",
        Offer::Plain, "json");
    row("capital letters", "Application/JSON", Offer::Plain, "json");
    row("pretty", "application/json;pretty=1", Offer::Plain, "json pretty");
    row("what is no range is passed over", "json,;,/,application/,application/yaml", Offer::Plain, "yaml");
    row("quotes hide commas", R"(text/plain;x="a,application/json",application/yaml)", Offer::Plain, "yaml");
}

void TestNegotiation::accepts()
{
    QFETCH(QString, accept);
    QFETCH(int, offer);
    QFETCH(QString, form);
    static const char* const shapes[] = {"", " Table", " PartialObjectMetadata", " PartialObjectMetadataList", " APIGroupDiscoveryList"};
    const auto found = negotiated(accept.toStdString(), static_cast<Offer>(offer));
    QString text = "406";
    if (found) {
        text = QString(found->media == Media::Json ? "json" : "yaml") + shapes[static_cast<int>(found->shape)];
        text += found->version.empty() ? QString() : " " + QString::fromStdString(found->version);
        text += found->pretty ? " pretty" : "";
    }
    QCOMPARE(text, form);
}

void TestNegotiation::encodings_data()
{
    QTest::addColumn<QString>("accept");
    QTest::addColumn<bool>("gzip");
    QTest::newRow("nothing said") << "" << false;
    QTest::newRow("gzip") << "gzip" << true;
    QTest::newRow("among others") << "deflate, gzip, br" << true;
    QTest::newRow("with a quality") << "gzip;q=0.5" << true;
    QTest::newRow("not wanted") << "gzip;q=0" << false;
    QTest::newRow("others only") << "deflate, br" << false;
}

void TestNegotiation::encodings()
{
    QFETCH(QString, accept);
    QFETCH(bool, gzip);
    QCOMPARE(acceptsEncoding(accept.toStdString(), "gzip"), gzip);
}

void TestNegotiation::mediaTypes()
{
    QCOMPARE(mediaTypeOf("application/json; charset=utf-8"), std::string("application/json"));
    QCOMPARE(mediaTypeOf(" Application/Apply-Patch+YAML "), std::string("application/apply-patch+yaml"));
    QCOMPARE(mediaTypeOf(""), std::string());
}

QTEST_GUILESS_MAIN(TestNegotiation)
#include "test_negotiation.moc"
