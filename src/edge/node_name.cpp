#include "edge/node_name.hpp"

#include "edge/ascii.hpp"

namespace peeringd {
namespace {

using namespace ascii;

std::optional<NodeName> parse_classic(std::string_view name) {
  constexpr std::string_view marker = "EDGE";
  constexpr std::size_t number_length = 4;
  if (name.size() < marker.size() + number_length) return std::nullopt;
  const std::size_t place_length = name.size() - marker.size() - number_length;
  if (!name.substr(place_length).starts_with(marker)) return std::nullopt;
  if (!consists_of(name.substr(place_length + marker.size()), number_length, is_digit)) {
    return std::nullopt;
  }
  const std::string_view place = name.substr(0, place_length);
  const std::size_t letters = run_of(place, is_upper);
  const std::string_view site = place.substr(letters);
  if (letters != 3 && (letters != 2 || site.empty())) return std::nullopt;
  if (site.size() > 2 || !consists_of(site, site.size(), is_digit)) return std::nullopt;
  return NodeName{place.substr(0, letters), site};
}

std::optional<NodeName> parse_newer(std::string_view name) {
  constexpr std::size_t place_length = 5;
  constexpr std::size_t number_length = 10;
  if (name.size() != place_length + number_length) return std::nullopt;
  if (!consists_of(name.substr(place_length), number_length, is_digit)) return std::nullopt;
  const std::string_view place = name.substr(0, place_length);
  const std::size_t letters = run_of(place, is_upper);
  const std::string_view site = place.substr(letters);
  const bool three_letters = letters == 3 && consists_of(site, 2, is_digit);
  const bool two_letters =
      letters == 2 && is_digit(site.front()) && consists_of(site.substr(1), 2, is_upper);
  if (!three_letters && !two_letters) return std::nullopt;
  return NodeName{place.substr(0, letters), site};
}

}  // namespace

std::optional<NodeName> parse_node_name(std::string_view name) {
  if (const auto classic = parse_classic(name)) return classic;
  return parse_newer(name);
}

}  // namespace peeringd
