// Asks a store for what a report of one branch shows.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "fleet/store_client.hpp"

namespace peeringd {

/// A report of one branch: the series of its connections on a grid.
struct StoreReportQuery {
  std::string instance;
  std::vector<std::string> connections;  ///< their names at the branch
  std::string prefix;                    ///< empty: all of them
  HistoryGrid grid;
  Moment end;  ///< of the data; at most the grid's
};

/// The series of all queries of the report, or the first problem. `job`: label of the branches'
/// scrapes. On the client's executor; the client and `job` must outlive the coroutine.
boost::asio::awaitable<StoreClient::Answer> ask_report(StoreClient& client, const std::string& job,
                                                       StoreReportQuery query);

}  // namespace peeringd
