#pragma once

#include <string>

namespace peeringd::test {

/// The content of one gzip member; throws std::runtime_error if it is invalid or incomplete.
std::string gunzip(const std::string& packed);

}  // namespace peeringd::test
