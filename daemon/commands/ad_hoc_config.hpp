// A configuration for `probe --from`: some hosts from one address, without any file.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/config.hpp"

namespace peeringd {

/// Probes each of `hosts`, names or addresses, by TCP (port 443) and ICMP from the address
/// `source`. The error says which text is wrong.
Result<Config> ad_hoc_config(const std::string& source, const std::vector<std::string>& hosts);

}  // namespace peeringd
