#include "kubeconfig.h"

#include "api/base64.h"

namespace kubarium::serve {

namespace {

std::string base64(const std::string& bytes)
{
    std::string text;
    api::appendBase64(text, bytes);
    return text;
}

} // namespace

std::string kubeconfig(const KubeconfigFacts& facts)
{
    return "apiVersion: v1\n"
           "kind: Config\n"
           "clusters:\n"
           "- name: kubarium\n"
           "  cluster:\n"
           "    server: "
        + facts.server
        + "\n"
          "    certificate-authority-data: "
        + base64(facts.authority)
        + "\n"
          "users:\n"
          "- name: kubarium\n"
          "  user:\n"
          "    client-certificate-data: "
        + base64(facts.certificate)
        + "\n"
          "    client-key-data: "
        + base64(facts.key)
        + "\n"
          "contexts:\n"
          "- name: kubarium\n"
          "  context:\n"
          "    cluster: kubarium\n"
          "    user: kubarium\n"
          "current-context: kubarium\n";
}

} // namespace kubarium::serve
