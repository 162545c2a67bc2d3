// A comparison of connections as JSON. docs/api/README.md describes it.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>

#include "model/comparison_view.hpp"
#include "report/series_context.hpp"

namespace peeringd {

struct MemberContext {
  std::string partner;
  SeriesContext series;
};

/// `/api/v1/groups/{name}/compare`. `contexts`: by the name of the connection; may be incomplete.
/// Any thread.
boost::json::object compare_object(const ComparisonView& comparison,
                                   const std::map<std::string, MemberContext>& contexts);
std::string compare_json(const ComparisonView& comparison,
                         const std::map<std::string, MemberContext>& contexts);

/// `/api/v1/groups/{name}/compare.csv`: a line for each step and member. Any thread.
std::string compare_csv(const ComparisonView& comparison,
                        const std::map<std::string, MemberContext>& contexts);

}  // namespace peeringd
