// Runs an event loop of Asio until a condition holds. For tests with real sockets and timers.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

namespace peeringd::test {

/// Tests the condition after each handler. Returns false after `patience`, or if the loop has no
/// work left.
template <typename Condition>
bool run_until(boost::asio::io_context& context, Condition condition,
               std::chrono::seconds patience = std::chrono::seconds{10}) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (context.run_one_until(deadline) == 0) return false;
  }
  return true;
}

}  // namespace peeringd::test
