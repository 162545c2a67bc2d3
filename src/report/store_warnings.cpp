#include "report/store_warnings.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace peeringd {

std::string with_store_warnings(boost::json::object document,
                                std::span<const std::string> warnings) {
  boost::json::array once;
  for (const std::string& warning : warnings) {
    const boost::json::value value(warning);
    if (std::ranges::find(once, value) == once.end()) once.push_back(value);
  }
  document["warnings"] = std::move(once);
  return boost::json::serialize(document) + "\n";
}

}  // namespace peeringd
