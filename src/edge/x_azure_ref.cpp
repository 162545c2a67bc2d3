#include "edge/ascii.hpp"
#include "edge/encoded_reference.hpp"
#include "edge/pop.hpp"

namespace peeringd {
namespace {

using namespace ascii;

constexpr std::string_view method = "x-azure-ref";

/// `20241021T080528Z-`; only the form is checked.
bool starts_with_time(std::string_view value) {
  constexpr std::string_view form = "00000000T000000Z-";
  if (value.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(value[i]) : value[i] != form[i]) return false;
  }
  return true;
}

bool is_lower_or_digit(char c) {
  return is_lower(c) || is_digit(c);
}

/// The text after `hC1`. After a code of three letters, the letters and digits are random; after
/// one of two letters, the first digit is the site, as in node names.
std::optional<EdgePop> pop_at_start(std::string_view text) {
  const std::size_t letters = run_of(text, is_upper);
  const std::string_view rest = text.substr(letters);
  if (!consists_of(rest, rest.size(), is_lower_or_digit)) return std::nullopt;
  const bool with_site = letters == 2 && !rest.empty() && is_digit(rest.front());
  if (letters != 3 && !with_site) return std::nullopt;
  return EdgePop{std::string(text.substr(0, letters)),
                 std::string(rest.substr(0, with_site ? 1 : 0)), std::string(method)};
}

std::optional<EdgePop> pop_of_marked_form(std::string_view value) {
  constexpr std::size_t time_length = 17;
  constexpr std::string_view marker = "hC1";
  if (!starts_with_time(value)) return std::nullopt;
  const std::string_view text = value.substr(time_length);
  const std::size_t marker_start = text.find(marker);
  if (marker_start == std::string_view::npos) return std::nullopt;
  // Only the marker has capitals; elsewhere they mean an unknown form.
  if (!consists_of(text.substr(0, marker_start), marker_start, is_lower_or_digit)) {
    return std::nullopt;
  }
  return pop_at_start(text.substr(marker_start + marker.size()));
}

}  // namespace

std::optional<EdgePop> pop_of_x_azure_ref(std::string_view value) {
  if (value.size() > longest_pop_header) return std::nullopt;
  if (const auto node = node_of_encoded_reference(value)) {
    return EdgePop{std::string(node->code), std::string(node->site), std::string(method)};
  }
  return pop_of_marked_form(value);
}

}  // namespace peeringd
