// The one interface of all probe types. A prober sends probes of its type from one source; what
// becomes of each it tells its listener. Adding a type: a file beside icmp_prober.cpp, a line in
// make_prober.cpp, its options in config/config.hpp, its reader in config/probe_options.cpp.
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

/// Hears what becomes of probes. After on_sent(), exactly one of on_answered() and on_lost()
/// follows, unless the listener itself abandons the flight; on_not_sent() comes in place of
/// on_sent(). The listener closes the flight in all of them but on_sent().
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

  /// Comes before on_answered() or on_lost(), if at all.
  virtual void on_observed(FlightIndex flight, const Observation& observation) = 0;

  /// A genuine answer to a probe that is no longer in flight: a late or a second one.
  virtual void on_stray_answer(std::uint32_t target, std::uint64_t number) = 0;

  /// The kernel has dropped so many more answers, for want of room in our receive buffer. Whose
  /// they were cannot be known.
  virtual void on_answers_dropped(std::uint32_t count) = 0;
};

/// One thread, the executor's. No function throws, blocks, or allocates in steady state.
class Prober {
 public:
  Prober() = default;
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;
  virtual ~Prober() = default;

  /// Sends the probe of this flight, at the latest with the next flush().
  virtual void start(FlightIndex flight, const ProbeOptions& options) = 0;

  /// Sends what start() has gathered.
  virtual void flush() = 0;

  /// Reads all answers that the kernel has when it is called, so that none that came in time is
  /// taken for lost because the process was late to look.
  virtual void drain() = 0;

  /// How many answers the kernel has had to drop for want of room in our receive buffer, as of the
  /// last drain(). It wraps. A probe during whose flight it changed may have been answered.
  virtual std::uint32_t dropped_answers() const { return 0; }

  /// Whether its probes take steps of this process between their departure and their answer. Then
  /// a process that was starved meanwhile owes them that time, and one that was stopped cannot tell
  /// its own lateness from the network's.
  virtual bool works_in_steps() const { return false; }

  /// The listener gives this flight up and closes it next: nothing more is to be heard of it. For
  /// probers that hold more of a flight than its record does.
  virtual void abandon(FlightIndex /*flight*/) {}
};

/// What all probers are made with; it outlives them.
struct ProberContext {
  boost::asio::any_io_executor executor;
  const Clock& clock;
  FlightTable& flights;
  ProbeListener& listener;
  std::shared_ptr<TrustAnchors> trust = std::make_shared<TrustAnchors>();  ///< of all sources
};

/// A prober for probes with such options, leaving from `source`. It opens its sockets when it first
/// needs them. Throws std::exception where the kernel gives no descriptor to watch them with.
std::unique_ptr<Prober> make_prober(const ProbeOptions& options, const Source& source,
                                    const ProberContext& context);

}  // namespace peeringd
