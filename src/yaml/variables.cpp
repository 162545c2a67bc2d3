#include "yaml/variables.hpp"

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::string_view opening = "${";
constexpr std::string_view literal = "$${";
constexpr std::string_view default_mark = ":-";
constexpr std::string_view how_to_escape = "; for the text ${ itself, write $${";

bool is_name(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  constexpr std::string_view characters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
  return !text.empty() && digits.find(text.front()) == std::string_view::npos &&
         text.find_first_not_of(characters) == std::string_view::npos;
}

Error with_escape(std::string text) {
  return {std::move(text) + std::string(how_to_escape)};
}

Error not_set(const std::string& name) {
  return {"the variable " + name + " is not set; set it, or write ${" + name + ":-default}"};
}

/// `NAME` or `NAME:-default`.
struct Reference {
  std::string name;
  std::optional<std::string> otherwise;
};

Result<Reference> parse_reference(std::string_view inside) {
  const auto mark = inside.find(default_mark);
  const std::string_view name = inside.substr(0, mark);
  if (!is_name(name)) {
    return with_escape(
        "${ begins a variable, and no name of one follows; a name consists of letters, digits and "
        "_, with no digit first, and :- separates it from a default");
  }
  if (mark == std::string_view::npos) return Reference{std::string(name), std::nullopt};
  const std::string_view otherwise = inside.substr(mark + default_mark.size());
  if (otherwise.find(opening) != std::string_view::npos) {
    return Error{"the default of the variable " + std::string(name) +
                 " contains another variable, which is not supported"};
  }
  return Reference{std::string(name), std::string(otherwise)};
}

/// Appends what stands for the reference.
Result<void> append(const Reference& reference, const Variables& variables,
                    ExpandedText& expanded) {
  if (std::ranges::find(variables.kept, reference.name) != variables.kept.end()) {
    expanded.text += std::string(opening) + reference.name + "}";
    return {};
  }
  auto value = variables.value_of ? variables.value_of(reference.name) : std::nullopt;
  if (reference.otherwise && (!value || value->empty())) {
    expanded.text += *reference.otherwise;
    return {};
  }
  if (!value) return not_set(reference.name);
  expanded.text += *value;
  expanded.has_values = true;
  return {};
}

}  // namespace

bool has_variables(std::string_view text) {
  return text.find(opening) != std::string_view::npos;
}

Result<ExpandedText> expand_variables(std::string_view text, const Variables& variables) {
  ExpandedText expanded;
  while (true) {
    const auto dollar = text.find('$');
    expanded.text += text.substr(0, dollar);
    if (dollar == std::string_view::npos) return expanded;
    text.remove_prefix(dollar);
    if (text.starts_with(literal)) {
      expanded.text += opening;
      text.remove_prefix(literal.size());
    } else if (text.starts_with(opening)) {
      const auto end = text.find('}');
      if (end == std::string_view::npos) {
        return with_escape("${ begins a variable, and no } follows");
      }
      const auto reference = parse_reference(text.substr(opening.size(), end - opening.size()));
      if (!reference) return reference.error();
      if (const auto done = append(*reference, variables, expanded); !done) return done.error();
      text.remove_prefix(end + 1);
    } else {
      expanded.text += '$';
      text.remove_prefix(1);
    }
  }
}

}  // namespace peeringd
