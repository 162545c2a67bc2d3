// Runs an event loop that must serve others although one handler throws.
#pragma once

#include <boost/asio/io_context.hpp>
#include <exception>

namespace peeringd {

/// Runs handlers until the context is stopped or out of work. No handler throws on purpose; should
/// one do so, calls `failed(const std::exception&)` and continues with the next. Blocks.
template <typename Failed>
void run_despite_exceptions(boost::asio::io_context& context, Failed failed) {
  for (;;) {
    try {
      context.run();
      return;
    } catch (const std::exception& error) {
      failed(error);
    }
  }
}

}  // namespace peeringd
