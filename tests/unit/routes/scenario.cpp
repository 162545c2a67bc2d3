#include "scenario.hpp"

#include "routes/presence.hpp"

namespace peeringd {
namespace {

Vantage ris_vantage(AsNumber peer) {
  return {RouteSource::ris, "rrc00", boost::asio::ip::address_v4(0xc0000200U + peer % 256),
          RouteView::pre_policy};
}

BgpRoute route_of(std::vector<AsNumber> path) {
  BgpRoute route;
  route.origin = path.empty() ? std::nullopt : std::optional(path.back());
  route.path.sequence = std::move(path);
  return route;
}

}  // namespace

MonitoredPrefix monitored_prefix() {
  MonitoredPrefix monitored;
  monitored.subject = {"contoso", "203.0.113.0/24"};
  monitored.prefix = *IpPrefix::parse("203.0.113.0/24");
  monitored.rules.origins = {64496};
  monitored.sessions = {{primary_session, SessionRole::primary, SessionShows::received},
                        {backup_session, SessionRole::backup, SessionShows::received},
                        {foreign_session, SessionRole::primary, SessionShows::foreign}};
  return monitored;
}

Scenario::Scenario(MonitoredPrefix monitored, std::optional<std::uint32_t> ris_min_peers)
    : plan_(make_route_plan({std::move(monitored)}, ris_min_peers)) {
  table_.prefixes.resize(1);
}

Scenario& Scenario::converge() {
  for (const MonitoredSession& session : plan_.prefixes.front().sessions) up(session.at);
  announce(primary_session, {64501, 64496}).announce(backup_session, {64502, 64520, 64496});
  for (const MonitoredSession& session : plan_.prefixes.front().sessions) complete(session.at);
  wait(30);
  events_.clear();
  return *this;
}

Scenario& Scenario::session(const Vantage& at, SessionChange::What what) {
  return input(SessionChange{at, 64501, what});
}

Scenario& Scenario::disconnected(const std::string& router) {
  return input(SourceChange{RouteSource::bmp, router, false});
}

Scenario& Scenario::announce(const Vantage& at, std::vector<AsNumber> path,
                             const std::string& network, std::uint32_t path_id) {
  return input(
      RouteObservation{at, 64501, *IpPrefix::parse(network), path_id, route_of(std::move(path))});
}

Scenario& Scenario::withdraw(const Vantage& at, const std::string& network, std::uint32_t path_id) {
  return input(RouteObservation{at, 64501, *IpPrefix::parse(network), path_id, RouteWithdrawal{}});
}

Scenario& Scenario::unreadable(const Vantage& at, const std::string& network) {
  return input(RouteObservation{at, 64501, *IpPrefix::parse(network), 0, UnreadableRoute{}});
}

Scenario& Scenario::vrps(std::optional<std::vector<Vrp>> vrps) {
  plan_.rpki = true;
  return input(VrpChange{std::move(vrps)});
}

Scenario& Scenario::reload(RoutePlan plan) {
  table_ = adopt(std::move(table_), plan_, plan, now_);
  plan_ = std::move(plan);
  return input(PlanChange{});
}

Scenario& Scenario::ris_connected(bool connected) {
  return input(SourceChange{RouteSource::ris, {}, connected});
}

Scenario& Scenario::ris_announce(AsNumber peer, std::vector<AsNumber> path) {
  return input(RouteObservation{ris_vantage(peer), peer, *IpPrefix::parse("203.0.113.0/24"), 0,
                                route_of(std::move(path))});
}

Scenario& Scenario::ris_withdraw(AsNumber peer) {
  return input(RouteObservation{ris_vantage(peer), peer, *IpPrefix::parse("203.0.113.0/24"), 0,
                                RouteWithdrawal{}});
}

Scenario& Scenario::input(const RouteInput& input) {
  for (const Event& event : observe(table_, plan_, input, now_)) {
    std::string line(name_of(event.kind));
    for (const auto& [name, value] : event.fields) {
      if (name == "eventLevel") line += ' ' + std::get<std::string>(value);
    }
    events_.push_back(std::move(line));
    last_summary_ = event.summary;
  }
  return *this;
}

Scenario& Scenario::wait(int seconds) {
  for (int i = 0; i < seconds; ++i) {
    now_ += std::chrono::seconds{1};
    input(Tick{});
  }
  return *this;
}

std::vector<std::string> Scenario::take_events() {
  return std::exchange(events_, {});
}

Presence Scenario::presence(const Vantage& at) const {
  return presence_at(table_, table_.prefixes.front(), plan_.prefixes.front().prefix, at);
}

}  // namespace peeringd
