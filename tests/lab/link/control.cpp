#include "control.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>
#include <vector>

#include "base/duration.hpp"
#include "base/result.hpp"

namespace peeringd::lab {
namespace {

/// The directions that a command affects.
struct Selection {
  bool to_edge = true;
  bool to_customer = true;

  bool both() const { return to_edge && to_customer; }

  template <typename Change>
  void apply(Ways& ways, Change change) const {
    if (to_edge) change(ways.to_edge.conditions);
    if (to_customer) change(ways.to_customer.conditions);
  }
};

std::string refuse(const std::string& why) {
  return "error: " + why;
}

std::vector<std::string> split(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Result<Selection> parse_selection(const std::vector<std::string>& words, std::size_t index) {
  if (words.size() <= index) return Selection{};
  if (words.size() == index + 1 && words[index] == "to-edge") return Selection{true, false};
  if (words.size() == index + 1 && words[index] == "to-customer") return Selection{false, true};
  return Error{"expected to-edge, to-customer or nothing, not '" + words[index] + "'"};
}

/// `5%` or `0.05`, as a share of 1.
Result<double> parse_share(std::string_view text) {
  const bool percent = text.ends_with('%');
  const std::string_view digits = text.substr(0, text.size() - (percent ? 1 : 0));
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (percent) value /= 100;
  const bool number = error == std::errc() && end == digits.data() + digits.size();
  if (!number || !(value >= 0 && value <= 1)) {
    return Error{"expected a share as 5% or 0.05, not '" + std::string(text) + "'"};
  }
  return value;
}

std::string set_duration(Ways& ways, const std::string& text, Selection selection,
                         Duration Conditions::*which) {
  const auto duration = parse_duration(text);
  if (!duration) return refuse(duration.error().message);
  const Duration each = selection.both() ? *duration / 2 : *duration;
  selection.apply(ways, [&](Conditions& conditions) { conditions.*which = each; });
  return "ok";
}

std::string set_loss(Ways& ways, const std::string& text, Selection selection) {
  const auto share = parse_share(text);
  if (!share) return refuse(share.error().message);
  const double each = selection.both() ? 1 - std::sqrt(1 - *share) : *share;
  selection.apply(ways, [&](Conditions& conditions) { conditions.loss = each; });
  return "ok";
}

std::string set_reorder(Ways& ways, const std::string& every, const std::string& delay,
                        Selection selection) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(every.data(), every.data() + every.size(), number);
  if (error != std::errc() || end != every.data() + every.size()) {
    return refuse("expected a number of packets, not '" + every + "'");
  }
  const auto duration = parse_duration(delay);
  if (!duration) return refuse(duration.error().message);
  selection.apply(ways, [&](Conditions& conditions) {
    conditions.held_back_every = number;
    conditions.held_back_for = *duration;
  });
  return "ok";
}

std::string set_down(Ways& ways, bool down, Selection selection) {
  selection.apply(ways, [&](Conditions& conditions) { conditions.down = down; });
  return "ok";
}

std::string describe(const char* name, const Way& way) {
  const Conditions& conditions = way.conditions;
  const Counts& counts = way.counts();
  std::ostringstream line;
  line << name << " state=" << (conditions.down ? "down" : "up")
       << " delay=" << format_duration(conditions.delay)
       << " jitter=" << format_duration(conditions.jitter) << " loss=" << conditions.loss
       << " received=" << counts.received << " forwarded=" << counts.forwarded
       << " lost=" << counts.lost << " blocked=" << counts.blocked
       << " overflowed=" << counts.overflowed;
  return line.str();
}

/// The number of values of a command before the direction.
std::optional<std::size_t> value_count(std::string_view verb) {
  if (verb == "delay" || verb == "jitter" || verb == "loss") return 1;
  if (verb == "reorder") return 2;
  if (verb == "down" || verb == "up") return 0;
  return std::nullopt;
}

}  // namespace

std::string obey(Ways& ways, std::string_view command) {
  const auto words = split(command);
  if (words.empty()) return refuse("no command");
  const std::string& verb = words[0];
  if (verb == "stats" && words.size() == 1) {
    return describe("to-edge", ways.to_edge) + "\n" + describe("to-customer", ways.to_customer);
  }
  const auto values = value_count(verb);
  if (!values) {
    return refuse("expected delay, jitter, loss, reorder, down, up or stats, not '" + verb + "'");
  }
  if (words.size() <= *values)
    return refuse(verb + (*values == 1 ? " needs a value" : " needs two values"));
  const auto selection = parse_selection(words, 1 + *values);
  if (!selection) return refuse(selection.error().message);
  if (verb == "delay") return set_duration(ways, words[1], *selection, &Conditions::delay);
  if (verb == "jitter") return set_duration(ways, words[1], *selection, &Conditions::jitter);
  if (verb == "loss") return set_loss(ways, words[1], *selection);
  if (verb == "reorder") return set_reorder(ways, words[1], words[2], *selection);
  return set_down(ways, verb == "down", *selection);
}

}  // namespace peeringd::lab
