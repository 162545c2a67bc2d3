#include "edge/pop.hpp"

#include <algorithm>

#include "edge/ascii.hpp"
#include "edge/encoded_reference.hpp"
#include "edge/node_name.hpp"

namespace peeringd {
namespace {

using namespace ascii;

/// Removes `prefix` from the start of `text`; returns whether it was there.
bool consume(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

constexpr char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool names_header(std::string_view name, std::string_view lower_case_name) {
  return std::ranges::equal(name, lower_case_name, {}, to_lower);
}

/// RFC 9110, section 5.5: surrounding white space is not part of a value.
std::string_view without_outer_space(std::string_view value) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  value.remove_prefix(run_of(value, is_space));
  while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
  return value;
}

/// A time as in RFC 3339; only the characters are checked.
bool is_time(std::string_view text) {
  const auto is_of_time = [](char c) {
    return is_digit(c) || std::string_view("-:.+TZ").find(c) != std::string_view::npos;
  };
  return !text.empty() && consists_of(text, text.size(), is_of_time);
}

/// What all headers with one name say together.
struct Testimony {
  bool present = false;
  std::optional<EdgePop> pop;  ///< only if each of them names it
};

using Parser = std::optional<EdgePop> (*)(std::string_view);

Testimony testimony_of(std::span<const HeaderView> headers, std::string_view name, Parser parse) {
  Testimony testimony;
  for (const HeaderView& header : headers) {
    if (!names_header(header.name, name)) continue;
    auto pop = parse(without_outer_space(header.value));
    if (!pop || (testimony.present && (!testimony.pop || testimony.pop->code != pop->code))) {
      return {true, std::nullopt};
    }
    if (!testimony.present) testimony = {true, std::move(pop)};
  }
  return testimony;
}

std::optional<EdgePop> pop_of_ref_b(std::string_view value) {
  constexpr std::size_t id_length = 32;
  if (!consume(value, "Ref A: ")) return std::nullopt;
  if (!consists_of(value.substr(0, id_length), id_length, is_hex_digit)) return std::nullopt;
  value.remove_prefix(id_length);
  if (!consume(value, " Ref B: ")) return std::nullopt;
  const std::string_view name = value.substr(0, value.find(' '));
  value.remove_prefix(name.size());
  if (!value.empty() && (!consume(value, " Ref C: ") || !is_time(value))) return std::nullopt;
  const auto node = parse_node_name(name);
  if (!node) return std::nullopt;
  return EdgePop{std::string(node->code), std::string(node->site), "x-msedge-ref"};
}

}  // namespace

std::optional<EdgePop> pop_of_x_msedge_ref(std::string_view value) {
  if (value.size() > longest_pop_header) return std::nullopt;
  if (auto node = node_of_encoded_reference(value)) {
    return EdgePop{std::move(node->code), std::move(node->site), "x-msedge-ref"};
  }
  return pop_of_ref_b(value);
}

std::optional<EdgePop> pop_of_x_firsthopcafeefz(std::string_view value) {
  if (!consists_of(value, 3, is_upper)) return std::nullopt;
  return EdgePop{std::string(value), "", "x-firsthopcafeefz"};
}

std::optional<EdgePop> pop_of_headers(std::span<const HeaderView> headers) {
  const auto& [msedge, azure, exchange] = pop_header_names;
  auto node = testimony_of(headers, msedge, pop_of_x_msedge_ref);
  auto reference = testimony_of(headers, azure, pop_of_x_azure_ref);
  if (node.present && reference.present) {
    const bool agree = node.pop && reference.pop && node.pop->code == reference.pop->code;
    return agree ? node.pop : std::nullopt;
  }
  if (node.present) return node.pop;
  if (reference.present) return reference.pop;
  return testimony_of(headers, exchange, pop_of_x_firsthopcafeefz).pop;
}

}  // namespace peeringd
