#include "base/host_and_port.hpp"

#include "base/number_from.hpp"

namespace peeringd {

std::string host_and_port(std::string_view host, std::uint16_t port) {
  const bool ipv6 = host.find(':') != std::string_view::npos;
  std::string text(host);
  if (ipv6) text = '[' + text + ']';
  return text + ':' + std::to_string(port);
}

std::optional<std::uint16_t> port_from(std::string_view text) {
  const auto port = number_from<std::uint16_t>(text);
  return port == std::uint16_t{0} ? std::nullopt : port;
}

}  // namespace peeringd
