// One trace in progress, on an event loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "model/path_trace.hpp"
#include "model/source.hpp"
#include "trace/trace_progress.hpp"

namespace peeringd {

class RunningTrace;

using TraceDone = std::function<void(PathTrace)>;

/// Traces the path from `source` to `destination`, which must be of its family, and calls `done`
/// once, from the event loop. The trace runs until then or until the returned pointer is released;
/// after that `done` is not called. Executor's thread only. The clock must outlive the trace.
std::shared_ptr<RunningTrace> start_trace(const boost::asio::any_io_executor& executor,
                                          const Clock& clock, const Source& source,
                                          const IpAddress& destination, TraceDone done,
                                          TraceLimits limits = {});

}  // namespace peeringd
