#include "config/history.hpp"

#include <array>
#include <charconv>
#include <string>

#include "base/duration.hpp"
#include "base/number_from.hpp"
#include "base/text.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_keep = std::chrono::days{10'000};

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array<Unit, 3> units{
    {{"MB", 1'000'000}, {"GB", 1'000'000'000}, {"TB", 1'000'000'000'000}}};

Error not_a_size(std::string_view text, const std::string& why) {
  return Error{in_quotes(text) + " " + why + "; write a number and a unit, such as 500MB or 2GB"};
}

// A folder of the file system, so that it does not depend on where the daemon was started.
Result<std::string> parse_folder(std::string_view text) {
  if (!text.starts_with('/')) return Error{in_quotes(text) + " does not begin with /"};
  return std::string(text);
}

// `5y` as well: nobody counts the days of years.
Result<Duration> parse_keep(std::string_view text) {
  if (!text.ends_with('y')) return parse_duration(text);
  const auto years = number_from<std::uint64_t>(text.substr(0, text.size() - 1));
  if (!years || *years > 27) {
    return Error{in_quotes(text) +
                 " is not a number of years; write 1y to 27y, or days, such as 400d"};
  }
  return std::chrono::days{*years * 365 + *years / 4};
}

void read_keep(const Node& node, HistoryConfig& history) {
  const Fields fields(node, "a map with 1m, 10m, 1h and 1d");
  for (const Tier tier : all_tiers) {
    const auto key = fields.find(name_of(tier));
    if (!key) continue;
    const auto keep = key->parse("a duration like 35d", parse_keep);
    if (!keep) continue;
    if (*keep < 1h || *keep > longest_keep) {
      key->error(format_duration(*keep) + " is out of range; write 1h to 10000d");
      continue;
    }
    history.keep[index_of(tier)] = *keep;
  }
  fields.report_unknown_keys();
  for (const Tier tier : all_tiers) {
    const auto next = coarser(tier);
    if (!next || history.keep[index_of(tier)] <= history.keep[index_of(*next)]) continue;
    node.error(std::string(name_of(tier)) + " is kept for " +
               format_duration(history.keep[index_of(tier)]) + ", longer than " +
               std::string(name_of(*next)) + " (" + format_duration(history.keep[index_of(*next)]) +
               "); coarser records must last longer");
  }
}

}  // namespace

Result<std::uint64_t> parse_size(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return not_a_size(text, "is not a size");
  if (digits == std::string_view::npos) return not_a_size(text, "lacks a unit");
  for (const auto& [name, bytes] : units) {
    if (text.substr(digits) != name) continue;
    if (number > 100'000'000 || number * bytes < 10'000'000 ||
        number * bytes > 100 * units.back().bytes) {
      return not_a_size(text, "is out of range, which is 10MB to 100TB");
    }
    return number * bytes;
  }
  return not_a_size(text, "has an unknown unit; the units are MB, GB and TB");
}

HistoryConfig read_history(const std::optional<Node>& node) {
  HistoryConfig history;
  if (!node) return history;
  if (node->is_text("off")) {
    history.on = false;
    return history;
  }
  const Fields fields(*node, "off, or a map with path, size and keep");
  if (const auto path = fields.find("path")) {
    history.path = path->parse("a folder like /var/lib/peeringd", parse_folder).value_or("");
  }
  if (const auto size = fields.find("size"))
    history.size = size->parse("a size like 2GB", parse_size);
  if (const auto keep = fields.find("keep")) read_keep(*keep, history);
  fields.report_unknown_keys();
  return history;
}

}  // namespace peeringd
