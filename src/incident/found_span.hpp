// A span that a search has found in the records.
#pragma once

#include <optional>

#include "model/tier.hpp"

namespace peeringd {

struct FoundSpan {
  Moment from;
  std::optional<Moment> to{};  ///< none: still open at the end of the records

  friend bool operator==(const FoundSpan&, const FoundSpan&) = default;
};

}  // namespace peeringd
