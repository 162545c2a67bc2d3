#pragma once

#include <string>

namespace peeringd::testing {

/// What one gzip member unpacks to; std::runtime_error when it is none or not whole.
std::string gunzip(const std::string& packed);

}  // namespace peeringd::testing
