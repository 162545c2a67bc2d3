// A comparison of connections as JSON. docs/api/README.md describes it.
#pragma once

#include <map>
#include <string>

#include "model/comparison_view.hpp"

namespace peeringd {

/// `/api/v1/groups/{name}/compare`. `partners`: by the name of the connection. Any thread.
std::string compare_json(const ComparisonView& comparison,
                         const std::map<std::string, std::string>& partners);

}  // namespace peeringd
