// The key `expect_body` of probes of the types https and http.
#pragma once

#include <optional>

#include "model/probe_options.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// A text, which the whole body must be, or a map with `contains` or `matches`.
std::optional<ExpectedBody> read_expected_body(const Node& node);

}  // namespace peeringd
