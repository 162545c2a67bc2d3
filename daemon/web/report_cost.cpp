#include "daemon/web/report_cost.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

/// About the number of series of a prefix, the interval of the shipped scrapes, and the maximum
/// number of samples in the answers for a report.
constexpr std::size_t series_of_prefix = 90;
constexpr std::chrono::seconds scrape_interval = 15s;
constexpr std::size_t max_report_samples = 150'000;

// Whole hours if it has any, else minutes.
std::string rounded_down(std::chrono::seconds span) {
  const auto hours = std::chrono::floor<std::chrono::hours>(span);
  return sentence_duration(hours > 0h ? Duration{hours}
                                      : std::chrono::floor<std::chrono::minutes>(span));
}

}  // namespace

Result<HistoryGrid> grid_for(SpanQuery span, std::size_t prefixes) {
  const std::size_t most =
      max_report_samples / (series_of_prefix * std::max<std::size_t>(prefixes, 1));
  span.points = std::clamp<std::size_t>(span.points, 1, std::max<std::size_t>(most, 24));
  return choose_grid(span, {});
}

std::optional<Error> too_much_to_read(std::chrono::seconds span, std::size_t prefixes,
                                      std::uint64_t max_raw_samples) {
  const std::uint64_t series = series_of_prefix * std::max<std::size_t>(prefixes, 1);
  const auto scrapes = static_cast<std::uint64_t>(span / scrape_interval);
  if (series * scrapes <= max_raw_samples) return std::nullopt;
  const auto longest = scrape_interval * static_cast<std::int64_t>(max_raw_samples / series);
  return Error{fmt::format(
      "The span is too long: the store would read about {:.1f} million samples, more than "
      "--max-raw-samples allows. At most {} are possible",
      static_cast<double>(series * scrapes) / 1e6, rounded_down(longest))};
}

}  // namespace peeringd
