// A prober on a loop of its own, and what it tells its listener.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "support/recording_listener.hpp"

namespace peeringd::test {

class ProberBench {
 public:
  using What = Heard::What;

  ProberBench(const ProbeOptions& options, const Source& source)
      : ProberBench(options, source, system_clock_) {}
  ProberBench(const ProbeOptions& options, const Source& source, const Clock& clock)
      : options_(options),
        prober_(make_prober(options, source,
                            {context_.get_executor(), clock, listener.flights, listener})) {}

  /// Starts probe `number` of target 5; it leaves with the next flush().
  FlightIndex start(const IpAddress& address, std::uint64_t number = 1) {
    const FlightIndex flight = listener.flights.open(5, number, *prober_, address);
    prober_->start(flight, options_);
    return flight;
  }
  void flush() { prober_->flush(); }
  void drain() { prober_->drain(); }

  FlightIndex probe(const IpAddress& address, std::uint64_t number = 1) {
    const FlightIndex flight = start(address, number);
    flush();
    return flight;
  }

  /// Runs the loop until so much of `what` was heard; false when that takes too long.
  bool until_heard(What what, std::size_t count = 1) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (listener.count(what) < count) {
      if (context_.run_one_until(deadline) == 0) return false;
    }
    return true;
  }

  const Heard& last() const { return listener.heard.back(); }
  bool heard(const std::vector<What>& all) const {
    return std::ranges::equal(listener.heard, all, {}, &Heard::what);
  }

 private:
  const SystemClock system_clock_;
  boost::asio::io_context context_;

 public:
  RecordingListener listener;

 private:
  const ProbeOptions options_;
  std::unique_ptr<Prober> prober_;
};

}  // namespace peeringd::test
