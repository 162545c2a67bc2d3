#include "resolve/resolv_conf.hpp"

namespace peeringd {
namespace {

constexpr std::string_view blanks = " \t\r\f\v";

// Takes the first word off `line`; empty at its end.
std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace

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
    return Error{"it names no name server that can be asked: \"" + std::string(passed_over) +
                 "\" is no address"};
  }
  conf.servers.push_back({boost::asio::ip::address_v4::loopback(), {}, 0});
  return conf;
}

}  // namespace peeringd
