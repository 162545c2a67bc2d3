#pragma once

#include <string>

namespace peeringd::testing {

/// The content of one gzip member; throws std::runtime_error if it is invalid or incomplete.
std::string gunzip(const std::string& packed);

}  // namespace peeringd::testing
