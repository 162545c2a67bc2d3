// Availability by connection, partner and month, as JSON and CSV. docs/api/README.md describes it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/availability.hpp"

namespace peeringd {

/// `partners`: by the name of the connection; incomplete for connections that are no longer
/// configured. Any thread.
std::string availability_json(const std::vector<ConnectionAvailability>& connections,
                              const std::map<std::string, std::string>& partners);
std::string availability_csv(const std::vector<ConnectionAvailability>& connections,
                             const std::map<std::string, std::string>& partners);

}  // namespace peeringd
