#include "config/probe_options.hpp"

#include <array>

#include "config/http_options.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

ProbeOptions read_icmp(const Fields& /*fields*/) {
  return IcmpOptions{};
}

std::string icmp_label(const ProbeOptions& /*options*/) {
  return "icmp";
}

constexpr std::array<std::string_view, 1> tcp_keys{"port"};

ProbeOptions read_tcp(const Fields& fields) {
  TcpOptions options;
  read_port(fields, options.port);
  return options;
}

std::string tcp_label(const ProbeOptions& options) {
  const std::uint16_t port = std::get<TcpOptions>(options).port;
  return port == TcpOptions{}.port ? "tcp" : "tcp:" + std::to_string(port);
}

const std::array<ProbeType, 4> types{{{"icmp", {}, read_icmp, icmp_label},
                                      {"tcp", tcp_keys, read_tcp, tcp_label},
                                      {"https", https_keys, read_https, http_label},
                                      {"http", http_keys, read_http, http_label}}};

}  // namespace

void read_port(const Fields& fields, std::uint16_t& port) {
  const auto node = fields.find("port");
  if (!node) return;
  const auto number = node->parse(
      "a port number", [](std::string_view text) { return parse_whole_number(text, 1, 65535); });
  if (number) port = static_cast<std::uint16_t>(*number);
}

std::span<const ProbeType> probe_types() {
  return types;
}

}  // namespace peeringd
