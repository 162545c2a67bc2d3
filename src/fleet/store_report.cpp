#include "fleet/store_report.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "fleet/promql_queries.hpp"

namespace peeringd {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

// Gives each series of `range` its value in `last`, as a sample at the end of the grid.
void append_edge(PromAnswer& range, PromAnswer& last, const HistoryGrid& grid) {
  std::ranges::move(last.warnings, std::back_inserter(range.warnings));
  std::map<Labels, double> values;
  for (PromSeries& series : last.series) {
    if (series.samples.empty()) continue;
    std::ranges::sort(series.labels);
    values[std::move(series.labels)] = series.samples.back().value;
  }
  const auto time = static_cast<double>(grid.to.time_since_epoch().count());
  for (PromSeries& series : range.series) {
    std::ranges::sort(series.labels);
    const auto found = values.find(series.labels);
    if (found != values.end()) series.samples.push_back({time, found->second});
  }
}

// The series on the grid; of a grid that ends later than the data, with a last edge at its end.
boost::asio::awaitable<StoreClient::Answer> series_on_grid(StoreClient& client, PromQuery range,
                                                           Moment end) {
  const HistoryGrid grid = *range.grid;
  PromQuery last{range.expression, {}, end};
  const bool partial = end < grid.to;
  if (partial) range.at = end;
  StoreClient::Answer found = co_await client.ask(std::move(range));
  if (partial && std::holds_alternative<PromAnswer>(found)) {
    StoreClient::Answer at_end = co_await client.ask(std::move(last));
    if (auto* const problem = std::get_if<StoreProblem>(&at_end)) {
      found = std::move(*problem);
    } else {
      append_edge(std::get<PromAnswer>(found), std::get<PromAnswer>(at_end), grid);
    }
  }
  co_return found;
}

}  // namespace

boost::asio::awaitable<StoreClient::Answer> ask_report(StoreClient& client, const std::string& job,
                                                       StoreReportQuery query) {
  PromAnswer all;
  for (PromQuery& range :
       report_queries(job, query.instance, query.connections, query.prefix, query.grid)) {
    StoreClient::Answer found = co_await series_on_grid(client, std::move(range), query.end);
    if (std::holds_alternative<StoreProblem>(found)) co_return found;
    auto& good = std::get<PromAnswer>(found);
    std::ranges::move(good.series, std::back_inserter(all.series));
    std::ranges::move(good.warnings, std::back_inserter(all.warnings));
  }
  co_return all;
}

}  // namespace peeringd
