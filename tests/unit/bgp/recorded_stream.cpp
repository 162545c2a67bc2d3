#include "recorded_stream.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace peeringd {
namespace {

std::string where(const Vantage& at) {
  static constexpr const char* views[] = {"pre", "post", "out", "local"};
  const std::string view = views[static_cast<std::size_t>(at.view)];
  return at.view == RouteView::local ? view : at.peer.to_string() + ' ' + view;
}

std::string text_of(const BgpRoute& route) {
  std::string text;
  for (const AsNumber as : route.path.sequence) text += ' ' + std::to_string(as);
  if (!route.path.set.empty()) text += " {";
  for (const AsNumber as : route.path.set) text += ' ' + std::to_string(as);
  if (!route.path.set.empty()) text += " }";
  text += " origin " + (route.origin ? std::to_string(*route.origin) : "none");
  for (const Community value : route.communities) {
    text += ' ' + std::to_string(value >> 16) + ':' + std::to_string(value & 0xffff);
  }
  return text;
}

}  // namespace

std::vector<std::uint8_t> read_recorded(const std::string& file) {
  std::ifstream stream(PEERINGD_TEST_DATA "/bgp/" + file, std::ios::binary);
  EXPECT_TRUE(stream) << file;
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string to_line(const BmpReport& report) {
  if (const auto* const change = std::get_if<SessionChange>(&report)) {
    static constexpr const char* names[] = {"up",           "down",      "lost",
                                            "synchronised", "receiving", "incomplete"};
    std::string line = where(change->at) + ' ' + names[static_cast<std::size_t>(change->what)];
    if (change->family) line += *change->family == Family::ipv4 ? " ipv4" : " ipv6";
    return line;
  }
  const RouteObservation& seen = std::get<RouteObservation>(report);
  std::string line = where(seen.at) + ' ' + seen.network.to_string();
  if (seen.path_id != 0) line += " id " + std::to_string(seen.path_id);
  if (const auto* const route = std::get_if<BgpRoute>(&seen.what)) return line + text_of(*route);
  return line + (std::holds_alternative<RouteWithdrawal>(seen.what) ? " withdrawn" : " unknown");
}

ReadStream read_stream(std::span<const std::uint8_t> bytes, RouteView view,
                       const std::vector<std::string>& prefixes) {
  std::vector<IpPrefix> parsed;
  for (const std::string& prefix : prefixes) parsed.push_back(*IpPrefix::parse(prefix));
  BmpSession session("edge-1", view, std::make_shared<const PrefixFilter>(parsed));
  ReadStream read;
  std::vector<BmpReport> reports;
  while (!bytes.empty()) {
    const auto frame = next_bmp_frame(bytes);
    if (!frame || !*frame) {
      ADD_FAILURE() << "the stream ends within a message";
      break;
    }
    session.read(**frame, reports);
    bytes = bytes.subspan((*frame)->size);
  }
  for (const BmpReport& report : reports) read.lines.push_back(to_line(report));
  read.counts = session.counts();
  read.system_name = session.system_name();
  return read;
}

}  // namespace peeringd
