// A lab and the gateway before it, without sockets: requests are written by hand, answers come back as texts.
#pragma once

#include "serve/gateway.h"
#include "serve/watchstream.h"

#include <future>

namespace kubarium::test {

inline std::shared_ptr<const serve::ClientCertificate> certificateOf(const std::string& user, std::vector<std::string> groups)
{
    auto certificate = std::make_shared<serve::ClientCertificate>();
    auto identity = std::make_shared<apiserver::Identity>();
    identity->user = user;
    identity->groups = std::move(groups);
    certificate->identity = std::move(identity);
    certificate->notAfter = api::Time::sinceEpoch(std::chrono::hours(24 * 365 * 100));
    return certificate;
}

class Served {
public:
    Served()
        : m_lab([] {
              auto lab = std::make_unique<lab::Lab>(lab::ClusterFile::standard());
              lab->setClock({lab::Clock::Mode::Manual, 1.0, false});
              return lab;
          }),
          m_gateway(m_lab, "127.0.0.1:6443")
    {
    }

    static serve::HttpRequest request(const std::string& method, const std::string& target, const std::string& body = {})
    {
        serve::HttpRequest request;
        request.method = method;
        request.target = target;
        request.body = body;
        request.userAgent = "test/1.0";
        request.certificate = certificateOf("kubernetes-admin", {"system:masters", "system:authenticated"});
        return request;
    }

    serve::Answer ask(serve::HttpRequest request)
    {
        auto promised = std::make_shared<std::promise<serve::Answer>>();
        std::future<serve::Answer> answer = promised->get_future();
        m_gateway.handle(std::move(request), [promised](serve::Answer given) { promised->set_value(std::move(given)); });
        return answer.get();
    }

    serve::Answer ask(const std::string& method, const std::string& target, const std::string& body = {})
    {
        return ask(request(method, target, body));
    }

    static std::string text(const serve::Answer& answer)
    {
        std::string whole;
        for (const std::string& piece : answer.body)
            whole += piece;
        return whole;
    }

    // What a stream has to tell by now, after everything that was posted before.
    std::string told(const serve::Answer& answer, bool* goesOn = nullptr)
    {
        m_lab.run([](lab::Lab&) {});
        std::string lines;
        const bool more = answer.stream->take(lines, ~std::size_t{0});
        if (goesOn)
            *goesOn = more;
        return lines;
    }

    lab::LabThread& lab() { return m_lab; }

    serve::Gateway& gateway() { return m_gateway; }

private:
    lab::LabThread m_lab;
    serve::Gateway m_gateway;
};

} // namespace kubarium::test
