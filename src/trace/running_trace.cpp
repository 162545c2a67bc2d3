#include "trace/running_trace.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/descriptor.hpp"
#include "trace/trace_socket.hpp"

namespace peeringd {

// Handlers hold weak pointers, so that a released trace does nothing more.
class RunningTrace : public std::enable_shared_from_this<RunningTrace> {
 public:
  RunningTrace(const boost::asio::any_io_executor& executor, const Clock& clock,
               const Source& source, const IpAddress& destination, TraceDone done,
               TraceLimits limits)
      : executor_(executor),
        clock_(clock),
        destination_(destination),
        round_time_(limits.round_time),
        progress_(source.address, destination, limits),
        done_(std::move(done)),
        timer_(executor) {}
  RunningTrace(const RunningTrace&) = delete;
  RunningTrace& operator=(const RunningTrace&) = delete;

  void begin(const Source& source) {
    auto socket = TraceSocket::open(source);
    if (!socket) return fail(socket.error().message());
    socket_ = std::move(*socket);
    auto watch = DescriptorWatch::open(executor_, socket_->descriptor(), [this] { read(); });
    if (!watch) return fail(watch.error().message());
    watch_ = std::move(*watch);
    run_round();
  }

 private:
  void fail(std::string problem) {
    PathTrace trace{.destination = destination_, .problem = std::move(problem)};
    trace.ended_at = clock_.now();
    finish(std::move(trace));
  }

  void read() {
    if (ended_) return;
    for (const TraceReport& report : socket_->read()) progress_.note(report);
    if (progress_.complete()) finish(progress_.result(clock_.now()));
  }

  void run_round() {
    const auto hop_limits = progress_.next_round();
    if (hop_limits.empty()) return finish(progress_.result(clock_.now()));
    int error = 0;
    std::size_t sent = 0;
    for (const std::uint8_t hop_limit : hop_limits) {
      if (socket_->send(destination_, hop_limit)) {
        ++sent;
      } else {
        error = errno;
      }
    }
    if (sent == 0) return fail(std::strerror(error));
    timer_.expires_after(round_time_);
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code aborted) {
      const auto self = weak.lock();
      if (!self || self->ended_ || aborted) return;
      self->read();
      if (!self->ended_) self->run_round();
    });
  }

  // `done` may release the trace.
  void finish(PathTrace trace) {
    if (std::exchange(ended_, true)) return;
    timer_.cancel();
    boost::asio::post(executor_, [weak = weak_from_this(), trace = std::move(trace)]() mutable {
      const auto self = weak.lock();
      if (!self) return;
      self->watch_.reset();
      self->done_(std::move(trace));
    });
  }

  const boost::asio::any_io_executor executor_;
  const Clock& clock_;
  const IpAddress destination_;
  const Duration round_time_;
  TraceProgress progress_;
  const TraceDone done_;
  std::optional<TraceSocket> socket_;
  std::unique_ptr<DescriptorWatch> watch_;
  boost::asio::steady_timer timer_;
  bool ended_ = false;
};

std::shared_ptr<RunningTrace> start_trace(const boost::asio::any_io_executor& executor,
                                          const Clock& clock, const Source& source,
                                          const IpAddress& destination, TraceDone done,
                                          TraceLimits limits) {
  auto trace =
      std::make_shared<RunningTrace>(executor, clock, source, destination, std::move(done), limits);
  trace->begin(source);
  return trace;
}

}  // namespace peeringd
