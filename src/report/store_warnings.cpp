#include "report/store_warnings.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "base/text.hpp"

namespace peeringd {

std::string with_store_warnings(boost::json::object document,
                                std::span<const std::string> warnings) {
  std::vector<std::string> once;
  for (const std::string& warning : warnings) add_once(once, warning);
  document["warnings"] = boost::json::array(once.begin(), once.end());
  return boost::json::serialize(document) + "\n";
}

}  // namespace peeringd
