#include "resolve/resolv_conf.hpp"

#include <algorithm>

#include "base/host_and_port.hpp"

namespace peeringd {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

// Removes the first word of `line` and returns it; empty at the end.
std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

struct AddressAndPort {
  std::string_view address;
  std::string_view port;  // empty if there is none
};

std::optional<AddressAndPort> split_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && (rest.size() == 1 || rest[0] != ':')) return std::nullopt;
    return AddressAndPort{text.substr(1, end - 1), rest.empty() ? rest : rest.substr(1)};
  }
  if (std::ranges::count(text, ':') != 1) return AddressAndPort{text, {}};
  const auto colon = text.find(':');
  if (colon + 1 == text.size()) return std::nullopt;
  return AddressAndPort{text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

std::string NameServer::to_string() const {
  return address.to_string() + (interface.empty() ? "" : "%" + interface);
}

std::optional<NameServer> parse_name_server(std::string_view text) {
  const auto parts = split_port(text);
  if (!parts) return std::nullopt;
  NameServer server;
  if (!parts->port.empty()) {
    const auto port = port_from(parts->port);
    if (!port) return std::nullopt;
    server.port = *port;
  }
  // The scope is kept as a name, since the interface may appear, or be replaced, later.
  const auto percent = parts->address.find('%');
  const std::string address{parts->address.substr(0, percent)};
  if (percent != std::string_view::npos) server.interface = parts->address.substr(percent + 1);
  boost::system::error_code error;
  server.address = boost::asio::ip::make_address(address, error);
  const bool link_local = server.address.is_v6() && server.address.to_v6().is_link_local();
  if (error || (percent != std::string_view::npos && (server.interface.empty() || !link_local))) {
    return std::nullopt;
  }
  return server;
}

Result<ResolvConf> parse_resolv_conf(std::string_view text) {
  ResolvConf conf;
  std::string_view passed_over;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.substr(0, line.find_first_of("#;"));
    const std::string_view keyword = take_word(line);
    if (keyword == "nameserver") {
      const std::string_view word = take_word(line);
      if (const auto server = parse_name_server(word)) {
        conf.servers.push_back(*server);
      } else {
        passed_over = word;
      }
    } else if (keyword == "options") {
      while (!line.empty()) conf.rotate |= take_word(line) == "rotate";
    }
  }
  if (!conf.servers.empty()) return conf;
  if (passed_over.data() != nullptr) {
    return Error{"it names no usable name server: \"" + std::string(passed_over) +
                 "\" is not an address"};
  }
  conf.servers.push_back({boost::asio::ip::address_v4::loopback(), {}, 0});
  return conf;
}

}  // namespace peeringd
