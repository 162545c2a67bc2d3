#include "report/json_values.hpp"

#include <fmt/chrono.h>

namespace peeringd {

boost::json::string time_text(WallTime time) {
  using namespace std::chrono;
  const auto whole = floor<seconds>(time);
  const auto fraction = duration_cast<milliseconds>(time - whole).count();
  const std::string text = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                                       fmt::gmtime(system_clock::to_time_t(whole)), fraction);
  return boost::json::string(text);
}

}  // namespace peeringd
