#include "config/expected_body.hpp"

#include "base/words.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

constexpr std::string_view expected_map = "a text, or a map with contains or matches";

Result<Pattern> parse_pattern(std::string_view text) {
  auto pattern = Pattern::compile(text);
  if (pattern) return pattern;
  return Error{in_quotes(text) + " is not a pattern of RE2: " + pattern.error().message};
}

}  // namespace

std::optional<ExpectedBody> read_expected_body(const Node& node) {
  using How = ExpectedBody::How;
  if (!node.is_map()) {
    const auto text = node.text(expected_map);
    if (!text) return std::nullopt;
    return ExpectedBody{How::exact, *text, {}};
  }
  const Fields fields(node, expected_map);
  const auto contains = fields.find("contains");
  const auto matches = fields.find("matches");
  fields.report_unknown_keys();
  if (contains && matches) {
    matches->error("does not go with contains; write one of them");
    return std::nullopt;
  }
  if (contains) {
    const auto text = contains->text("a part of the expected body");
    if (!text) return std::nullopt;
    return ExpectedBody{How::contains, *text, {}};
  }
  if (matches) {
    auto pattern = matches->parse("a pattern of RE2", parse_pattern);
    if (!pattern) return std::nullopt;
    return ExpectedBody{How::matches, {}, std::move(pattern)};
  }
  node.error("has neither contains nor matches; write one of them, or the whole body as a text");
  return std::nullopt;
}

}  // namespace peeringd
