// Texts as YAML scalars that peeringd reads back unchanged.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

/// `text`, in double quotes if YAML or the variables of a configuration (`${NAME}`) would
/// interpret it differently. Requires UTF-8. Pure; any thread.
std::string yaml_scalar(std::string_view text);

/// `text` for a comment: one line of printable characters. Pure; any thread.
std::string yaml_comment(std::string_view text);

}  // namespace peeringd
