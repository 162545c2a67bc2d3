#include "bgp/update_message.hpp"

#include "bgp/bgp_message.hpp"

namespace peeringd {
namespace {

/// Reads one UPDATE message into an UpdateReading.
class UpdateReader {
 public:
  UpdateReader(const UpdateOptions& options, const PrefixFilter& filter, UpdateReading& out)
      : options_(options), filter_(filter), out_(out) {}

  void read(std::span<const std::uint8_t> body) {
    ByteReader reader(body);
    const auto withdrawn = reader.take(reader.u16());
    const auto attributes = reader.take(reader.u16());
    if (!reader.ok()) {
      all_unread();
      return;
    }
    const auto announced = reader.rest();
    const MultiprotocolParts parts = find_multiprotocol_parts(attributes);
    if (withdrawn.empty() && announced.empty() && read_end_of_rib(parts)) return;
    withdraw(ByteReader(withdrawn), Family::ipv4);
    if (parts.unreach) read_unreach(ByteReader(*parts.unreach));
    const std::size_t first = out_.routes.size();
    read_prefixes(ByteReader(announced), Family::ipv4, UnreadableRoute{});
    if (parts.reach) read_reach(ByteReader(*parts.reach));
    if (parts.malformed) all_unread();
    if (!parts.malformed && first < out_.routes.size()) {
      describe(first, attributes, !announced.empty());
    }
  }

 private:
  void all_unread() {
    out_.malformed = true;
    out_.unread_prefixes = {true, true};
  }

  bool read_end_of_rib(const MultiprotocolParts& parts) {
    if (parts.malformed || parts.reach || parts.others != 0) return false;
    if (!parts.unreach) {
      out_.end_of_rib = Family::ipv4;
      return true;
    }
    ByteReader reader(*parts.unreach);
    const auto family = unicast_family(reader);
    if (reader.ok() && reader.empty()) out_.end_of_rib = family;
    return reader.ok() && reader.empty();
  }

  /// Returns false if the prefixes cannot be read to the end.
  bool read_prefixes(ByteReader reader, Family family,
                     const std::variant<BgpRoute, RouteWithdrawal, UnreadableRoute>& what) {
    const auto index = static_cast<std::size_t>(family);
    while (!reader.empty()) {
      const auto prefix = read_nlri(reader, family, options_.path_ids[index]);
      if (!prefix) break;
      ++out_.prefixes;
      out_.family = family;
      if (filter_.contains(*prefix)) {
        out_.routes.push_back({to_ip_prefix(*prefix), prefix->path_id, what});
      }
    }
    if (reader.ok()) return true;
    out_.malformed = out_.unread_prefixes[index] = true;
    return false;
  }

  void withdraw(ByteReader reader, Family family) {
    const std::size_t first = out_.routes.size();
    if (read_prefixes(reader, family, RouteWithdrawal{})) return;
    for (std::size_t i = first; i < out_.routes.size(); ++i)
      out_.routes[i].what = UnreadableRoute{};
  }

  void read_unreach(ByteReader reader) {
    const auto family = unicast_family(reader);
    if (!reader.ok()) all_unread();
    if (family) withdraw(reader, *family);
  }

  void read_reach(ByteReader reader) {
    const auto family = unicast_family(reader);
    if (reader.ok() && !family) return;
    reader.skip(reader.u8());  // next hop
    reader.skip(1);            // reserved
    if (!reader.ok()) {
      all_unread();
    } else {
      read_prefixes(reader, *family, UnreadableRoute{});
    }
  }

  /// Gives the announced prefixes, which begin at `first`, the route of the attributes. If the
  /// prefixes themselves are malformed, they stay unknown.
  void describe(std::size_t first, std::span<const std::uint8_t> attributes,
                bool next_hop_expected) {
    if (out_.malformed) return;
    AttributeOptions how = options_.attributes;
    how.next_hop_expected = next_hop_expected;
    const auto route = read_route(attributes, how);
    out_.malformed = !route;
    if (!route) return;
    for (std::size_t i = first; i < out_.routes.size(); ++i) out_.routes[i].what = *route;
  }

  const UpdateOptions& options_;
  const PrefixFilter& filter_;
  UpdateReading& out_;
};

}  // namespace

UpdateReading read_update(std::span<const std::uint8_t> message, const UpdateOptions& options,
                          const PrefixFilter& filter) {
  UpdateReading out;
  const auto body = bgp_body(message, BgpType::update);
  if (body) {
    UpdateReader(options, filter, out).read(*body);
  } else {
    out.malformed = true;
    out.unread_prefixes = {true, true};
  }
  return out;
}

}  // namespace peeringd
