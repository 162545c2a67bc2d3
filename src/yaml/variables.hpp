// Replaces variables in the values of a document: `${NAME}` and `${NAME:-default}`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace peeringd {

/// Where the values of variables come from.
struct Variables {
  using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

  Lookup value_of{};                ///< nothing for one that is not set; null: none is set
  std::vector<std::string> kept{};  ///< those that a reader replaces itself: they stay as written
};

struct ExpandedText {
  std::string text;
  bool has_values = false;  ///< of variables, which may be secrets; a default is none
};

/// Whether expand_variables() would change or refuse it.
bool has_variables(std::string_view text);

/// `text` with each variable replaced. A name is letters, digits and `_`, and begins with no digit.
/// The default is used where the variable is not set or empty; it contains neither `${` nor `}`.
/// `$${` stands for the text `${`; any other `$` is itself. The error names the variable, and
/// quotes nothing else.
Result<ExpandedText> expand_variables(std::string_view text, const Variables& variables);

}  // namespace peeringd
