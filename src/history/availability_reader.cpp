#include "history/availability_reader.hpp"

#include <algorithm>

#include "history/reader.hpp"

namespace peeringd {
namespace {

// A month of a connection is a line of the response, of 200 bytes.
constexpr std::size_t most_lines = 6000;

constexpr std::size_t most_changes = 20'000;  // of all connections

Conditions conditions_with(OpenHistory& history, const std::vector<ReachChange>& changes,
                           const std::string& connection, Moment from, Moment to) {
  const HistoryGrid span{.from = from, .to = to, .step = to - from, .tier = Tier::minute};
  return conditions_of(history.journal.runs(from, to), changes,
                       read_results(history, {connection, {}, {}, {}}, span));
}

}  // namespace

Conditions read_conditions(OpenHistory& history, const std::string& connection, Moment from,
                           Moment to) {
  const auto changes = history.reach.changes(connection, from, to, most_changes);
  return conditions_with(history, changes, connection, from, to);
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
  if (connections.size() * months.size() > most_lines) {
    return Error{
        "The response would have more than 6000 lines; ask for fewer months, or for one "
        "connection"};
  }
  std::size_t changes_left = most_changes;
  std::vector<ConnectionAvailability> found;
  for (const std::string& connection : connections) {
    const auto changes = history.reach.changes(connection, query.from, query.to, changes_left + 1);
    if (changes.size() > changes_left) {
      return Error{"The connections changed too often; ask for fewer months, or for one of them"};
    }
    changes_left -= changes.size();
    const Conditions conditions =
        conditions_with(history, changes, connection, query.from, query.to);
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
