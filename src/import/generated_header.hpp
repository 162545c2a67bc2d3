// The comment at the top of a generated file, which says where the file comes from.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace peeringd {

/// The header of a file that `peeringd import KIND` has made of `sources`, and an empty line.
/// Only the last parts of their paths are named, so that the text is the same everywhere. `hint` is
/// empty or consists of comment lines.
std::string generated_header(std::string_view kind, std::span<const std::string> sources,
                             std::string_view hint = {});

/// `text` without the header: from the first empty line on. Another text is returned unchanged.
std::string_view without_header(std::string_view text);

}  // namespace peeringd
