// Reads the section `history`.
#pragma once

#include <optional>
#include <string_view>

#include "model/history_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads `node`; the defaults if it is missing. `off` instead of a map switches the history off.
HistoryConfig read_history(const std::optional<Node>& node);

/// A number of bytes with a unit, from 10MB to 100TB: `500MB`, `2GB`. The units are powers of 1000.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace peeringd
