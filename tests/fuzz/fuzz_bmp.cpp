// The stream of a router that is hostile or broken, read by the BMP station.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "bgp/bmp_session.hpp"

namespace {

using namespace peeringd;

void require(bool condition) {
  if (!condition) std::abort();
}

const std::shared_ptr<const PrefixFilter>& filter() {
  static const std::vector<IpPrefix> prefixes{*IpPrefix::parse("203.0.113.0/24"),
                                              *IpPrefix::parse("2001:db8:a::/48")};
  static const auto instance = std::make_shared<const PrefixFilter>(prefixes);
  return instance;
}

/// Every report is about a peer and a prefix that it may be about, and takes its memory from the
/// message, not from a length field.
void check(const std::vector<BmpReport>& reports, std::size_t size) {
  require(reports.size() <= size + 4);
  for (const BmpReport& report : reports) {
    const auto* const seen = std::get_if<RouteObservation>(&report);
    if (seen == nullptr) continue;
    require(filter()->contains(to_wire_prefix(seen->network)));
    const auto* const route = std::get_if<BgpRoute>(&seen->what);
    if (route == nullptr) continue;
    require(route->path.sequence.size() + route->path.set.size() <= size);
    require(route->communities.size() * 4 <= size);
    require(!route->path.ends_in_set || !route->origin);
  }
}

void read_stream(std::span<const std::uint8_t> bytes, RouteView view) {
  BmpSession session("router", view, filter());
  std::vector<BmpReport> reports;
  while (true) {
    const auto frame = next_bmp_frame(bytes);
    if (!frame || !*frame) return;
    require((*frame)->size <= bytes.size() && (*frame)->size <= longest_bmp_message);
    reports.clear();
    session.read(**frame, reports);
    check(reports, (*frame)->size);
    bytes = bytes.subspan((*frame)->size);
  }
}

/// Most inputs fail in the framing. This reads the whole input as one message of each type.
void read_as_each_type(std::span<const std::uint8_t> bytes) {
  BmpSession session("router", RouteView::pre_policy, filter());
  std::vector<BmpReport> reports;
  for (const BmpType type :
       {BmpType::peer_up, BmpType::route_monitoring, BmpType::peer_down, BmpType::initiation}) {
    reports.clear();
    session.read({type, bytes, bytes.size() + 6}, reports);
    check(reports, bytes.size() + 6);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_stream({data, size}, RouteView::pre_policy);
  read_stream({data, size}, RouteView::post_policy);
  read_as_each_type({data, size});
  return 0;
}
