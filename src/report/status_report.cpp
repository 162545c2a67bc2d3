#include "report/status_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <vector>

#include "base/date_time.hpp"
#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "report/json_reading.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

enum class State : std::uint8_t { down, fail, warning, indeterminate, unknown, pass, unjudged };
struct Shown {
  std::string_view word;
  std::string_view colour;  // of ECMA-48
};
constexpr std::array<Shown, 7> shown_states{{{"DOWN", "\x1b[1;31m"},
                                             {"FAIL", "\x1b[31m"},
                                             {"WARNING", "\x1b[33m"},
                                             {"INDETERMINATE", "\x1b[35m"},
                                             {"UNKNOWN", "\x1b[35m"},
                                             {"PASS", "\x1b[32m"},
                                             {"UP", "\x1b[32m"}}};
constexpr std::string_view plain = "\x1b[0m";
constexpr std::size_t state_width = 9;

bool is_true(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

bool is_false(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value != nullptr && value->is_bool() && !value->get_bool();
}

/// Of a connection or a group.
State state_of(const json::object& whole) {
  if (is_false(whole, "up")) return State::down;
  const std::string result = text_at(whole, "result");
  if (result == "Fail") return State::fail;
  if (result == "Warning") return State::warning;
  if (result == "Pass") return State::pass;
  if (result == "Indeterminate") return State::indeterminate;
  if (!is_true(whole, "up")) return State::unknown;
  return State::unjudged;  // no threshold is configured
}

/// ` for 13 min`, from the text of a time; empty where that is none.
std::string lasting(const std::string& since, const std::string& now) {
  const auto begin = parse_date_time(since);
  const auto end = parse_date_time(now);
  if (!begin || !end || *end < *begin) return {};
  return " for " + sentence_duration(*end - *begin);
}

std::string ms_or_dash(std::optional<double> seconds) {
  return seconds ? fmt::format("{:.3g} ms", *seconds * 1e3) : "-";
}

std::string figures_of(const json::object& connection) {
  const auto loss = number_at(connection, "loss_ratio");
  return "rtt " + ms_or_dash(number_at(connection, "rtt_seconds")) + ", loss " +
         (loss ? percentage_text(*loss) : "-") + ", jitter " +
         ms_or_dash(number_at(connection, "jitter_seconds"));
}

std::string state_text(State state, bool colour) {
  const Shown& shown = shown_states[static_cast<std::size_t>(state)];
  const std::string word = fmt::format("{:<{}} ", shown.word, state_width - 1);
  return colour ? fmt::format("{}{}{}", shown.colour, word, plain) : word;
}

std::string paragraph(const json::object& whole, const std::string& name,
                      const std::string& details, const std::string& now, bool colour) {
  const State state = state_of(whole);
  const std::string since = text_at(whole, state == State::down ? "up_since" : "since");
  std::string text = state_text(state, colour) + name + lasting(since, now);
  if (is_true(whole, "maintenance")) text += " (maintenance)";
  text += "\n" + wrap_text(text_at(whole, "reason"), state_width);
  return text + wrap_text(details, state_width);
}

/// The objects of a list.
std::vector<const json::object*> objects_at(const json::object& document, std::string_view key) {
  std::vector<const json::object*> objects = list_at(document, key);
  std::ranges::stable_sort(objects, [](const json::object* a, const json::object* b) {
    const auto rank = [](const json::object& whole) {
      return std::pair(state_of(whole), is_true(whole, "maintenance"));
    };
    return rank(*a) < rank(*b);
  });
  return objects;
}

std::string heading(const json::object& document, std::size_t connections) {
  const std::string site = text_at(document, "site");
  return fmt::format("{}connections: {}, as of {}\n\n", site.empty() ? "" : "site " + site + ", ",
                     connections, text_at(document, "time"));
}

}  // namespace

Result<std::string> status_report(std::string_view document, bool colour) {
  const auto parsed = parse_answer(document, "connections");
  if (!parsed) return parsed.error();
  const json::object* const root = &parsed->get_object();
  const std::string now = text_at(*root, "time");
  const auto connections = objects_at(*root, "connections");
  std::string text = heading(*root, connections.size());
  for (const json::object* connection : connections) {
    text +=
        paragraph(*connection, text_at(*connection, "name"), figures_of(*connection), now, colour);
  }
  for (const json::object* group : objects_at(*root, "groups")) {
    text += paragraph(*group, "group " + text_at(*group, "name"), {}, now, colour);
  }
  return text;
}

}  // namespace peeringd
