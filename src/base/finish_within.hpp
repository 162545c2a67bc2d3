// Gives a thread its last work, and waits for the end of that, but not longer than a shutdown may
// take.
#pragma once

#include <boost/asio/post.hpp>
#include <future>
#include <memory>
#include <utility>

#include "base/clock.hpp"

namespace peeringd {

/// Runs `work` on the executor's thread and waits for its end. Returns false if that takes longer
/// than `patience`: then `work` goes on, and what it refers to must stay. Any other thread.
template <typename Executor, typename Work>
bool finish_within(Executor& executor, Duration patience, Work work) {
  // Shared: after `patience`, nobody waits on this side any more.
  const auto done = std::make_shared<std::promise<void>>();
  const auto finished = done->get_future();
  boost::asio::post(executor, [done, work = std::move(work)]() mutable {
    work();
    done->set_value();
  });
  return finished.wait_for(patience) == std::future_status::ready;
}

}  // namespace peeringd
