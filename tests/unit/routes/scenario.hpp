// A scenario of three sessions: edge-1 with 192.0.2.11 (primary), edge-2 with 192.0.2.12 (backup),
// and edge-1 with 192.0.2.13 (foreign). The prefix is 203.0.113.0/24 of AS 64496. Its steps are
// what the sources report; its result is the events.
#pragma once

#include <string>
#include <vector>

#include "routes/observe.hpp"

namespace peeringd {

const Vantage primary_session{RouteSource::bmp, "edge-1",
                              boost::asio::ip::make_address("192.0.2.11"), RouteView::pre_policy};
const Vantage backup_session{RouteSource::bmp, "edge-2",
                             boost::asio::ip::make_address("192.0.2.12"), RouteView::pre_policy};
const Vantage foreign_session{RouteSource::bmp, "edge-1",
                              boost::asio::ip::make_address("192.0.2.13"), RouteView::pre_policy};

MonitoredPrefix monitored_prefix();

class Scenario {
 public:
  explicit Scenario(MonitoredPrefix monitored = monitored_prefix(),
                    std::optional<std::uint32_t> ris_min_peers = {});

  /// All sessions are up, their tables complete, the prefix present at primary and backup. Forgets
  /// the events.
  Scenario& converge();

  Scenario& up(const Vantage& at) { return session(at, SessionChange::What::up); }
  Scenario& down(const Vantage& at) { return session(at, SessionChange::What::down); }
  Scenario& lost(const Vantage& at) { return session(at, SessionChange::What::lost); }
  Scenario& complete(const Vantage& at) { return session(at, SessionChange::What::synchronised); }
  Scenario& session(const Vantage& at, SessionChange::What what);
  Scenario& disconnected(const std::string& router);
  Scenario& announce(const Vantage& at, std::vector<AsNumber> path,
                     const std::string& network = "203.0.113.0/24", std::uint32_t path_id = 0);
  Scenario& withdraw(const Vantage& at, const std::string& network = "203.0.113.0/24",
                     std::uint32_t path_id = 0);
  Scenario& unreadable(const Vantage& at, const std::string& network = "203.0.113.0/24");
  Scenario& vrps(std::optional<std::vector<Vrp>> vrps);
  /// The configuration changes.
  Scenario& reload(RoutePlan plan);
  Scenario& ris_connected(bool connected);
  /// RIS peer of this AS.
  Scenario& ris_announce(AsNumber peer, std::vector<AsNumber> path);
  Scenario& ris_withdraw(AsNumber peer);
  Scenario& input(const RouteInput& input);
  /// Time passes, with a tick every second.
  Scenario& wait(int seconds);

  /// The events since the last call: `PrefixWithdrawalEvent Warning`.
  std::vector<std::string> take_events();
  std::string last_summary() const { return last_summary_; }

  const RoutePlan& plan() const { return plan_; }
  RouteTable& table() { return table_; }
  MonotonicTime now() const { return now_; }
  Presence presence(const Vantage& at) const;

 private:
  RoutePlan plan_;
  RouteTable table_;
  MonotonicTime now_{std::chrono::hours{1}};
  std::vector<std::string> events_;
  std::string last_summary_;
};

}  // namespace peeringd
