// The interface of all probe types. A prober sends probes of its type from one source and reports
// each outcome to its listener. To add a type: docs/architecture.md.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "base/clock.hpp"
#include "http_client/trust_anchors.hpp"
#include "model/observation.hpp"
#include "model/outcome.hpp"
#include "model/probe_options.hpp"
#include "model/source.hpp"
#include "probe/flight.hpp"

namespace peeringd {

/// Receives probe outcomes. After on_sent(), exactly one of on_answered() and on_lost() follows,
/// unless the listener abandons the flight; on_not_sent() replaces on_sent(). The listener closes
/// the flight in all of them except on_sent().
class ProbeListener {
 public:
  ProbeListener() = default;
  ProbeListener(const ProbeListener&) = delete;
  ProbeListener& operator=(const ProbeListener&) = delete;
  virtual ~ProbeListener() = default;

  virtual void on_sent(FlightIndex flight) = 0;
  virtual void on_not_sent(FlightIndex flight, ErrorReason reason) = 0;
  virtual void on_answered(FlightIndex flight, Duration round_trip) = 0;
  virtual void on_lost(FlightIndex flight, LossReason reason) = 0;

  /// At most once, before on_answered() or on_lost().
  virtual void on_observed(FlightIndex flight, const Observation& observation) = 0;

  /// A genuine answer to a probe that is no longer in flight: a late or a duplicate one.
  virtual void on_stray_answer(std::uint32_t target, std::uint64_t number) = 0;

  /// The kernel dropped `count` more answers because the receive buffer was full. Which probes they
  /// belonged to is unknown.
  virtual void on_answers_dropped(std::uint32_t count) = 0;
};

/// One thread, the executor's. No function throws or waits. In steady state the probers of
/// datagrams and TCP allocate nothing; HTTP allocates for each probe. The longest computation is
/// HTTP's: some 50 ms to match the slowest pattern with the slowest body (probe/body_check).
class Prober {
 public:
  Prober() = default;
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;
  virtual ~Prober() = default;

  /// Sends the probe of this flight, at the latest with the next flush().
  virtual void start(FlightIndex flight, const ProbeOptions& options) = 0;

  /// Sends the probes that start() has queued.
  virtual void flush() = 0;

  /// Reads all answers that the kernel holds, so that no answer that came in time counts as lost
  /// because the process was late.
  virtual void drain() = 0;

  /// Number of answers that the kernel dropped because the receive buffer was full, as of the last
  /// drain(). It wraps. A probe in flight while it changed may have been answered.
  virtual std::uint32_t dropped_answers() const { return 0; }

  /// Whether its probes need this process between departure and answer, as HTTP does. Then the time
  /// for which the process waited for a processor extends the timeout, and a failure while the
  /// process was late proves nothing about the network.
  virtual bool needs_cpu() const { return false; }

  /// The listener closes this flight next and expects no further report. For probers that hold
  /// state of a flight in addition to its record.
  virtual void abandon(FlightIndex /*flight*/) {}
};

/// The environment of all probers; it outlives them.
struct ProberContext {
  boost::asio::any_io_executor executor;
  const Clock& clock;
  FlightTable& flights;
  ProbeListener& listener;
  std::shared_ptr<TrustAnchors> trust = std::make_shared<TrustAnchors>();  ///< of all sources
};

/// A prober for probes with such options from `source`. It opens its sockets when it first needs
/// them. Throws std::runtime_error if the kernel provides no descriptor to watch them with.
std::unique_ptr<Prober> make_prober(const ProbeOptions& options, const Source& source,
                                    const ProberContext& context);

}  // namespace peeringd
