// An untrusted message of a RIS Live server.
#include "fuzz/expect.hpp"
#include "ris/ris_message.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

void check_route(const BgpRoute& route) {
  expect(route.path.sequence.size() <= max_ris_path && route.path.set.size() <= max_ris_path,
         "a path is limited");
  expect(route.origin.has_value() != route.path.ends_in_set, "only a final set hides the origin");
  expect(route.origin != 0U, "AS 0 originates nothing");
  expect(route.communities.size() <= max_ris_path, "communities are limited");
}

void check_update(const RisUpdate& update, const PrefixSet& ours) {
  expect(update.seen.size() <= 2 * max_ris_prefixes, "prefixes are limited");
  for (const RouteObservation& seen : update.seen) {
    expect(ours.overlaps(seen.network), "only our prefixes are kept");
    expect(seen.peer_as != 0 && !seen.at.router.empty(), "a route has a peer");
    if (const auto* route = std::get_if<BgpRoute>(&seen.what)) check_route(*route);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const PrefixSet ours({*IpPrefix::parse("203.0.113.0/24"), *IpPrefix::parse("2001:db8::/32")});
  const auto message = read_ris_message(fuzz::text_of(data, size), ours);
  if (!message) {
    expect(!message.error().message.empty(), "an error has a text");
    return 0;
  }
  if (const auto* found = std::get_if<RisData>(&*message)) {
    if (const auto* update = std::get_if<RisUpdate>(&found->what)) check_update(*update, ours);
  }
  return 0;
}
