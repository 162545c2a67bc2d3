#include "daemon/web/continuation.hpp"

#include <exception>
#include <utility>

#include "log/log.hpp"

namespace peeringd {

void reply_despite_exceptions(const HttpReply& reply, const std::function<void()>& go) {
  try {
    go();
  } catch (const std::exception& error) {
    log::error("the answer to an HTTP request failed: {}", error.what());
    reply(failed_page());
  }
}

void when_published(Monitor& monitor, const HttpReply& reply, Monitor::Published published) {
  monitor.when_published([reply, published = std::move(published)](const auto& assessment) {
    reply_despite_exceptions(reply, [&] { published(assessment); });
  });
}

bool read_history(History& history, const HttpReply& reply, std::function<void(OpenHistory*)> use) {
  return history.read([reply, use = std::move(use)](OpenHistory* open) {
    reply_despite_exceptions(reply, [&] { use(open); });
  });
}

}  // namespace peeringd
