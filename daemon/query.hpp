// The parameters of a request: what stands behind the `?`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace peeringd {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Names and values in their order, decoded (WHATWG URL, application/x-www-form-urlencoded): `%41`
/// is `A`, `+` a blank, and what is no such code stays as it is. Empty parts are left out.
QueryParameters parse_query(std::string_view query);

}  // namespace peeringd
