// kubarium-lab serve: a cluster that real clients talk to, over HTTPS, until it is told to stop.
#include "command.h"
#include "serveoptions.h"

#include "apiserver/tokens/sessionkeys.h"
#include "lab/labthread.h"
#include "lab/session/session.h"
#include "serve/gateway.h"
#include "serve/kubeconfig.h"
#include "serve/server.h"
#include "serve/tls/installation.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>

namespace kubarium::tools {

namespace {

Exit failed(std::string_view sentence)
{
    std::cerr << "kubarium-lab serve: " << sentence << '\n';
    return Exit::Failed;
}

// Every connection is a descriptor; a usual limit of 1 024 leaves too few for all that may come.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

api::Parsed<lab::ClusterFile> clusterOf(const ServeOptions& options)
{
    if (options.cluster.empty())
        return lab::ClusterFile::standard();
    std::ifstream in(options.cluster, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in)
        return api::Refusal{"cannot read " + options.cluster};
    api::Result<lab::ClusterFile> cluster = lab::ClusterFile::parse(text);
    if (!cluster) { // "cluster file:14:9: …"
        std::string sentence = cluster.status().message;
        constexpr std::string_view anonymous = "cluster file";
        if (sentence.starts_with(anonymous))
            sentence.replace(0, anonymous.size(), options.cluster);
        return api::Refusal{std::move(sentence)};
    }
    cluster->addons = options.addons;
    return *std::move(cluster);
}

serve::CertificateWish serverWish(const serve::ListenAddress& listen)
{
    serve::CertificateWish wish;
    wish.use = serve::CertificateWish::Use::Server;
    wish.commonName = "kube-apiserver";
    wish.dnsNames = {"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local"};
    wish.addresses = {"127.0.0.1", "::1", "10.96.0.1"};
    if (!listen.any && listen.address != "127.0.0.1" && listen.address != "::1")
        wish.addresses.push_back(listen.address);
    // TLS lives by the wall clock. A client whose clock is a little behind is welcome, too.
    const auto now = std::chrono::system_clock::now();
    wish.notBefore = serve::certificateTime(now - std::chrono::hours(1));
    wish.notAfter = serve::certificateTime(now + std::chrono::hours(24 * 365));
    return wish;
}

serve::CertificateWish adminWish()
{
    serve::CertificateWish wish;
    wish.commonName = "kubernetes-admin";
    wish.organizations = {"system:masters"};
    return wish;
}

// Waits for SIGINT or SIGTERM. A second one, while things are being put in order, ends the program at once.
class Interruption {
public:
    Interruption()
    {
        ::sigemptyset(&m_signals);
        ::sigaddset(&m_signals, SIGINT);
        ::sigaddset(&m_signals, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &m_signals, nullptr); // threads that start later take this over
    }

    // Calls `meanwhile` once a second.
    void wait(const std::function<void()>& meanwhile) const
    {
        constexpr timespec second{1, 0};
        while (::sigtimedwait(&m_signals, nullptr, &second) < 0)
            meanwhile();
        ::pthread_sigmask(SIG_UNBLOCK, &m_signals, nullptr);
    }

private:
    sigset_t m_signals{};
};

// The lab, new or as a session file tells it; says what was found there.
api::Parsed<lab::Session::Opened> openedLab(
    const ServeOptions& options, const lab::ClusterFile& cluster, const lab::Lab::Options& world)
{
    if (options.session.empty()) {
        lab::Session::Opened opened;
        opened.options = world;
        opened.lab = std::make_unique<lab::Lab>(cluster, world);
        return api::Parsed<lab::Session::Opened>(std::move(opened));
    }
    const auto begin = std::chrono::steady_clock::now();
    api::Parsed<lab::Session::Opened> opened = lab::Session::open(options.session, cluster, world);
    if (!opened)
        return opened;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    for (const std::string& notice : opened->notices)
        std::cerr << "kubarium-lab serve: " << notice << '\n';
    if (!opened->isNew) {
        const lab::Moment here = opened->lab->moment();
        std::cout << "Resumed " << options.session << " at " << here.time.text() << ": " << here.inputs << " inputs, "
                  << here.eventsRun << " events, in " << std::fixed << std::setprecision(2) << took.count() << " s\n";
    }
    return opened;
}

// Looks after a session while the lab runs: puts its file together now and then, and says what goes wrong.
class SessionKeeper {
public:
    SessionKeeper(lab::LabThread& lab, lab::Session* session) : m_lab(lab), m_session(session) { }

    // Once a second.
    void look()
    {
        constexpr int secondsBetweenFolds = 300;
        if (!m_session)
            return;
        say(m_session->takeTrouble());
        if (++m_seconds % secondsBetweenFolds == 0)
            m_lab.post([session = m_session](lab::Lab&) { session->fold(); });
    }

    // False if not everything is in the file.
    bool close()
    {
        std::string sentence;
        if (m_session)
            m_lab.run([&](lab::Lab&) { sentence = m_session->close(); });
        say(sentence);
        return sentence.empty();
    }

private:
    static void say(const std::string& sentence)
    {
        if (!sentence.empty())
            failed(sentence);
    }

    lab::LabThread& m_lab;
    lab::Session* m_session;
    int m_seconds = 0;
};

} // namespace

Exit serve(Arguments arguments)
{
    const api::Parsed<ServeOptions> options = parseServeOptions(arguments);
    if (!options) {
        std::cerr << "kubarium-lab serve: " << options.error() << '\n' << serveUsage;
        return Exit::Usage;
    }
    if (options->help) {
        std::cout << serveUsage;
        return Exit::Ok;
    }
    const api::Parsed<lab::ClusterFile> cluster = clusterOf(*options);
    if (!cluster)
        return failed(cluster.error());
    const auto folder = serve::dataFolder();
    if (!folder)
        return failed("neither XDG_DATA_HOME nor HOME says where the certificate authority is to be kept");
    const api::Parsed<serve::KeyPair> authority = serve::authorityIn(*folder);
    if (!authority)
        return failed(authority.error());
    const serve::ListenAddress& listen = options->listen;
    const api::Parsed<serve::KeyPair> certificate = serve::newCertificate(*authority, serverWish(listen));
    const api::Parsed<serve::KeyPair> admin = serve::newCertificate(*authority, adminWish());
    if (!certificate || !admin)
        return failed(certificate ? admin.error() : certificate.error());

    lab::Lab::Options world;
    world.seed = options->seed;
    world.epoch = options->epoch;
    const auto secret = apiserver::newSessionSecret();
    if (!secret)
        return failed("the system has no random numbers to make keys of");
    world.secret = *secret;
    api::Parsed<lab::Session::Opened> opened = openedLab(*options, *cluster, world);
    if (!opened)
        return failed(opened.error());
    // Certificates that the cluster signs are good here, and who knows the server by the cluster's authority finds a way
    // from there to the server's own certificate.
    const apiserver::SessionKeys keys(opened->options.seed, opened->options.secret);
    serve::Server::Options reachable{listen.address, listen.port, *certificate, authority->certificate, {}, {}};
    reachable.otherAuthorities = {keys.authority().certificate()};
    if (auto link = keys.authority().certificateFor(authority->certificate))
        reachable.chain = {*std::move(link)};

    raiseDescriptorLimit();
    const Interruption interruption;
    api::Parsed<std::unique_ptr<serve::Server>> server = serve::Server::open(reachable);
    if (!server)
        return failed(server.error());
    serve::ListenAddress reached = listen;
    reached.port = (*server)->port();
    if (reached.any)
        reached.address = reached.address == "::" ? "::1" : "127.0.0.1";

    lab::LabThread lab([&] {
        std::unique_ptr<lab::Lab> made = std::move(opened->lab);
        made->setClock(options->clock);
        if (opened->session)
            opened->session->follow(*made);
        return made;
    });
    serve::Gateway gateway(lab, reached.text());
    (*server)->serve(gateway);
    std::vector<std::string> refusals;
    lab.run([&](lab::Lab& made) { refusals = made.refusals(); }); // the cluster stands
    if (!refusals.empty()) {
        (*server)->stop();
        for (const std::string& refusal : refusals)
            failed(options->cluster + ": " + refusal);
        return Exit::Failed;
    }

    const std::string sentence = serve::writePrivately(options->kubeconfig,
        serve::kubeconfig({"https://" + reached.text(), authority->certificate, admin->certificate, admin->key}));
    if (!sentence.empty()) {
        (*server)->stop();
        return failed(sentence);
    }
    if (!listen.loopback)
        std::cerr << "kubarium-lab serve: WARNING: listening on " << listen.address
                  << ", which other machines can reach. Whoever holds " << options->kubeconfig
                  << " rules this cluster.\n";
    std::cout << "Serving the Kubernetes API on https://" << reached.text()
              << "\n  export KUBECONFIG=" << options->kubeconfig << std::endl;

    SessionKeeper keeper(lab, opened->session.get());
    interruption.wait([&] { keeper.look(); });
    (*server)->stop();
    return keeper.close() ? Exit::Ok : Exit::Failed;
}

} // namespace kubarium::tools
