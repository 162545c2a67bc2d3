#include "daemon/http_setup.hpp"

namespace peeringd {

HttpSetup make_http_setup(const WebConfig& web) {
  HttpSetup setup;
  for (const ListenAddress& address : web.listen) {
    setup.listen.push_back({address.address, address.port});
  }
  setup.users.insert(web.basic_auth_users.begin(), web.basic_auth_users.end());
  setup.hosts = {web.hosts, /*guard_loopback=*/true};
  if (web.tls) {
    setup.tls = TlsSetup{web.tls->cert_file, web.tls->key_file, web.tls->client_ca_file,
                         web.tls->min_version == WebTls::Version::tls13};
  }
  return setup;
}

}  // namespace peeringd
