// A prober with its own loop, and the events that it reports.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "support/recording_listener.hpp"
#include "support/run_until.hpp"

namespace peeringd::test {

class ProberBench {
 public:
  using EventType = ProbeEvent::Type;

  ProberBench(const ProbeOptions& options, const Source& source)
      : ProberBench(options, source, system_clock_) {}
  ProberBench(const ProbeOptions& options, const Source& source, const Clock& clock)
      : options_(options),
        prober_(make_prober(options, source,
                            {context_.get_executor(), clock, listener.flights, listener})) {}

  /// Starts probe `number` of target 5, which the next flush() sends.
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

  /// Runs the loop until `count` events of this type are recorded; false after ten seconds.
  bool until_recorded(EventType type, std::size_t count = 1) {
    return run_until(context_, [&] { return listener.count(type) >= count; });
  }

  /// Runs the loop until something is observed; false after ten seconds.
  bool until_observed() {
    return run_until(context_, [&] { return !listener.observations.empty(); });
  }

  const ProbeEvent& last() const { return listener.events.back(); }
  bool recorded(const std::vector<EventType>& all) const {
    return std::ranges::equal(listener.events, all, {}, &ProbeEvent::type);
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
