#include "history/availability_reader.hpp"

#include <algorithm>

#include "history/reader.hpp"

namespace peeringd {
namespace {

// A month of a connection is a line of the response, of 200 bytes.
constexpr std::size_t max_lines = 6000;

constexpr std::size_t max_changes = 20'000;  // of all connections

std::vector<ResultSpan> results_of(OpenHistory& history, const std::string& connection, Moment from,
                                   Moment to, std::size_t limit) {
  const HistoryGrid span{.from = from, .to = to, .step = to - from, .tier = Tier::minute};
  return read_results(history, {connection, {}, {}, {}}, span, limit);
}

}  // namespace

Result<Spans> read_down(OpenHistory& history, const std::string& connection, Moment from,
                        Moment to) {
  const auto changes = history.reach.changes(connection, from, to, max_changes + 1);
  if (changes.size() > max_changes) {
    return Error{"The connections went up and down too often; request a shorter span"};
  }
  return conditions_of(history.journal.runs(from, to), changes, {}).down;
}

Result<std::vector<ConnectionAvailability>> read_availability(OpenHistory& history,
                                                              const AvailabilityQuery& query) {
  std::vector<std::string> connections = history.reach.connections();
  if (!query.connections.empty()) {
    std::erase_if(connections, [&](const std::string& name) {
      return std::ranges::count(query.connections, name) == 0;
    });
  }
  const std::vector<HistorySpan> months = months_of(query.from, query.to);
  if (connections.size() * months.size() > max_lines) {
    return Error{
        "The response would have more than 6000 lines; request fewer months, or one "
        "connection"};
  }
  const std::vector<Run> runs = history.journal.runs(query.from, query.to);
  std::size_t changes_left = max_changes;
  std::vector<ConnectionAvailability> found;
  for (const std::string& connection : connections) {
    const auto changes = history.reach.changes(connection, query.from, query.to, changes_left + 1);
    const auto results = results_of(history, connection, query.from, query.to, changes_left + 1);
    if (changes.size() + results.size() > changes_left) {
      return Error{"The connections changed too often; request fewer months, or one of them"};
    }
    changes_left -= changes.size() + results.size();
    const Conditions conditions = conditions_of(runs, changes, results);
    ConnectionAvailability availability{connection, {}};
    for (const HistorySpan& month : months) {
      availability.months.push_back(
          {month.from, month.to, availability_in(conditions, month.from, month.to)});
    }
    found.push_back(std::move(availability));
  }
  return found;
}

}  // namespace peeringd
