#include "assessment/addresses_text.hpp"

#include <vector>

#include "assessment/address_memory.hpp"
#include "assessment/source_memory.hpp"
#include "assessment/state_lines.hpp"

namespace peeringd {
namespace {

constexpr std::string_view addresses_first_line = "peeringd addresses 1";

std::optional<IpAddress> address_from(std::string_view text) {
  boost::system::error_code no_address;
  const IpAddress address = boost::asio::ip::make_address(text, no_address);
  return no_address ? std::nullopt : std::optional(address);
}

std::optional<KnownAddress> known_address_from(const std::vector<std::string_view>& fields) {
  if (fields.size() != 5 || fields[0] != "address") return {};
  const auto source = address_from(fields[2]);
  const auto address = address_from(fields[3]);
  const auto answered_at = state_time_from(fields[4]);
  if (!source || !address || !answered_at || source->is_v4() != address->is_v4()) return {};
  return KnownAddress{std::string(fields[1]), *source, *address, *answered_at};
}

std::optional<KnownSource> known_source_from(const std::vector<std::string_view>& fields) {
  if (fields.size() != 4 || fields[0] != "source") return {};
  const auto had_at = state_time_from(fields[3]);
  if (!had_at) return {};
  return KnownSource{std::string(fields[1]), std::string(fields[2]), *had_at};
}

}  // namespace

std::string addresses_text(const KnownLines& known) {
  std::string text = std::string(addresses_first_line) + "\n";
  for (const KnownAddress& of : known.addresses) {
    text += state_line({"address", of.host, of.source.to_string(), of.address.to_string(),
                        state_time_text(of.answered_at)});
  }
  for (const KnownSource& of : known.sources) {
    text += state_line({"source", of.connection, of.prefix, state_time_text(of.had_at)});
  }
  return text;
}

std::optional<KnownLines> addresses_from(std::string_view text, WallTime now) {
  const auto entries = state_entries(text, addresses_first_line);
  if (!entries) return {};
  KnownLines known;
  for (const auto& fields : *entries) {
    if (auto address = known_address_from(fields)) {
      if (now - address->answered_at > max_address_age) continue;
      known.addresses.push_back(*std::move(address));
    } else if (auto source = known_source_from(fields)) {
      if (now - source->had_at > max_source_age) continue;
      known.sources.push_back(*std::move(source));
    } else {
      return {};
    }
  }
  return known;
}

}  // namespace peeringd
