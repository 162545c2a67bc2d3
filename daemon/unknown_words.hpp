// Explains a command line with unknown words.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace peeringd {

/// Names the words that `app` made nothing of, or the command that is missing, and what may have
/// been meant. Empty when neither is what is wrong.
std::string explain_unknown_words(const CLI::App& app);

}  // namespace peeringd
