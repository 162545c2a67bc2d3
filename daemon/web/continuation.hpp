// Continuations of HTTP handlers on the threads of the monitor and of the history. The server
// catches what a handler throws; there, it would end the process.
#pragma once

#include <functional>
#include <memory>

#include "assessment/monitor.hpp"
#include "history/history.hpp"
#include "http/router.hpp"

namespace peeringd {

/// Calls `go`. If it throws, logs that and replies with a 500. Any thread.
void reply_despite_exceptions(const HttpReply& reply, const std::function<void()>& go);

/// Monitor::when_published(); if `published` throws, the reply is a 500.
void when_published(Monitor& monitor, const HttpReply& reply, Monitor::Published published);

/// History::read(); if `use` throws, the reply is a 500.
bool read_history(History& history, const HttpReply& reply, std::function<void(OpenHistory*)> use);

}  // namespace peeringd
