#include "config/probe_options.hpp"

#include <array>

#include "config/dns_options.hpp"
#include "config/http_options.hpp"
#include "config/stun_options.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

ProbeOptions read_icmp(const Fields& /*fields*/) {
  return IcmpOptions{};
}

std::string icmp_label(const ProbeOptions& /*options*/) {
  return "icmp";
}

ProbeOptions read_tcp(const Fields& fields) {
  TcpOptions options;
  if (const auto node = fields.find("port")) {
    if (const auto port = node->parse("a port number", parse_port)) options.port = *port;
  }
  return options;
}

std::string tcp_label(const ProbeOptions& options) {
  const std::uint16_t port = std::get<TcpOptions>(options).port;
  return port == TcpOptions{}.port ? "tcp" : "tcp:" + std::to_string(port);
}

const std::array<ProbeType, 6> types{{{"icmp", read_icmp, icmp_label},
                                      {"tcp", read_tcp, tcp_label},
                                      https_type(),
                                      http_type(),
                                      stun_type(),
                                      dns_type()}};

}  // namespace

std::span<const ProbeType> probe_types() {
  return types;
}

}  // namespace peeringd
