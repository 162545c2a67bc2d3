// Asks a store by HTTP or HTTPS. Each query has its own connection, a limit on its time and on the
// size of its answer.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <variant>

#include "fleet/promql_answer.hpp"
#include "fleet/promql_queries.hpp"
#include "fleet/store_status.hpp"
#include "fleet/store_url.hpp"

namespace peeringd {

struct StoreAccess {
  StoreUrl url;
  std::string ca_file;                      ///< trusted roots in PEM; empty: the system's
  std::string token_file;                   ///< a bearer token; empty: none. Read for each query.
  std::string user;                         ///< with password_file; empty: none
  std::string password_file;                ///< read for each query
  std::chrono::milliseconds timeout{8000};  ///< of a query, with the connection
};

/// All members on the executor's thread, which must not be the probing loop: it reads files and
/// parses answers of megabytes.
class StoreClient {
 public:
  using Answer = std::variant<PromAnswer, StoreProblem>;

  StoreClient(boost::asio::any_io_executor executor, StoreAccess access);
  StoreClient(const StoreClient&) = delete;
  StoreClient& operator=(const StoreClient&) = delete;
  /// Ends all queries under way; the loop runs until their coroutines have ended.
  ~StoreClient();

  /// Any number of queries may be under way.
  boost::asio::awaitable<Answer> ask(PromQuery query);

  /// Reads trusted certificates again if their file has changed.
  void refresh_trust();

  /// Ends all queries under way, and later ones, with a problem.
  void stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // coroutines hold it until they end
};

}  // namespace peeringd
