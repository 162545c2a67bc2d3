#include "history_story/story.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace peeringd::story {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

struct Place {
  const char* country;
  const char* city;
  const char* pop;
};
constexpr std::array<Place, 8> places{{{"DE", "Frankfurt", "FRA"},
                                       {"GB", "London", "LON"},
                                       {"FR", "Paris", "PAR"},
                                       {"ES", "Madrid", "MAD"},
                                       {"IT", "Milan", "MIL"},
                                       {"SG", "Singapore", "SIN"},
                                       {"JP", "Tokyo", "TYO"},
                                       {"BR", "Sao Paulo", "SAO"}}};
constexpr std::array partners{"Contoso Networks", "Fabrikam Carrier", "Litware", "Tailspin Telecom",
                              "Woodgrove"};

std::vector<StoryConnection> first_connections() {
  return {
      {"ams-contoso",
       "Contoso Networks",
       "NL",
       "Amsterdam",
       "ams",
       "AMS",
       {"198.18.20.0/24", "198.18.21.0/24"},
       2.1,
       0.9,
       0.0002},
      {"ams-fabrikam",
       "Fabrikam Carrier",
       "NL",
       "Amsterdam",
       "ams",
       "AMS",
       {"198.19.20.0/24", "198.19.21.0/24"},
       3.0,
       0.4,
       0.0001},
      {"dub-litware", "Litware", "IE", "Dublin", "", "DUB", {"198.18.40.0/24"}, 16.0, 1.5, 0.0003}};
}

// Further connections, in pairs of two partners at a place.
StoryConnection further_connection(int index, std::mt19937& random) {
  const Place& place = places[static_cast<std::size_t>(index / 2) % places.size()];
  const std::string pair = std::to_string(index / 2 + 1);
  StoryConnection connection;
  connection.name = "site-" + pair + (index % 2 == 0 ? "-a" : "-b");
  connection.partner = partners[static_cast<std::size_t>(index) % partners.size()];
  connection.country = place.country;
  connection.city = place.city;
  connection.group = "site-" + pair;
  connection.pop = place.pop;
  const int network = index < 128 ? 18 * 256 + 128 + index : 19 * 256 + 64 + index - 128;
  connection.prefixes = {
      "198." + std::to_string(network / 256) + "." + std::to_string(network % 256) + ".0/24",
      "2001:db8:" + std::to_string(1000 + index) + "::/48"};
  connection.base_ms = 2.0 + static_cast<double>(random() % 300) / 10;
  connection.spread_ms = connection.base_ms * 0.1;
  connection.loss = 0.0001;
  return connection;
}

// The faults of the last week. `day` is its last midnight.
void add_week(Story& story, Moment day) {
  const auto at = [&](int days_ago, seconds time) { return day - days(days_ago) + time; };
  const auto add = [&](AnomalyKind kind, const char* connection, const char* prefix, Moment from,
                       seconds lasts, double size = 0) {
    story.faults.push_back({kind, connection, prefix, from, from + lasts, size});
  };
  add(AnomalyKind::no_source, "dub-litware", "", at(6, 12h), 70min);
  add(AnomalyKind::outage, "ams-contoso", "", at(5, 2h + 14min), 4min);
  add(AnomalyKind::outage, "ams-fabrikam", "", at(5, 2h + 14min + 20s), 4min);
  add(AnomalyKind::outage, "ams-contoso", "", at(4, 10h + 5min), 12min + 40s);
  add(AnomalyKind::detour, "ams-fabrikam", "", at(3, 4h + 20min), days(4000), 6.9);
  add(AnomalyKind::daemon_off, "", "", at(3, 20h), 45min);
  add(AnomalyKind::loss, "ams-contoso", "198.18.20.0/24", at(2, 13h + 12min), 34min, 0.035);
  add(AnomalyKind::outage, "dub-litware", "", at(2, 1h + 20min), 30min);
  story.maintenances.push_back({"dub-litware", at(2, 1h), at(2, 3h)});
  add(AnomalyKind::egress, "ams-fabrikam", "198.19.21.0/24", at(1, 9h + 30min), 2h + 17min);
  add(AnomalyKind::no_names, "dub-litware", "", at(1, 15h), 20min);
  add(AnomalyKind::slower, "dub-litware", "", at(1, 6h + 10min), 50min, 14.0);
  add(AnomalyKind::loss, "dub-litware", "", story.until - 55min, days(4000), 0.06);
}

// Before the last week: a fault each five days.
void add_older(Story& story, Moment day, std::mt19937& random) {
  for (Moment time = day - days(9); time > story.from + 1h; time -= days(5)) {
    const Moment begin = time + seconds(random() % 72'000 / 60 * 60);
    const auto lasts = std::chrono::minutes(5 + random() % 50);
    const StoryConnection& connection = story.connections[random() % 3];
    switch (random() % 3) {
      case 0:
        story.faults.push_back(
            {AnomalyKind::outage, connection.name, "", begin, begin + lasts / 3, 0});
        break;
      case 1:
        story.faults.push_back(
            {AnomalyKind::loss, connection.name, "", begin, begin + lasts, 0.04});
        break;
      default:
        story.faults.push_back({AnomalyKind::slower, connection.name, "", begin, begin + lasts,
                                connection.base_ms * 2});
    }
  }
}

// In the evenings of working days, the way of one partner is congested.
void add_evenings(Story& story) {
  for (Moment day = std::chrono::floor<days>(story.from); day < story.until; day += days(1)) {
    const std::chrono::weekday weekday{std::chrono::floor<days>(day)};
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) continue;
    story.faults.push_back(
        {AnomalyKind::congestion, "ams-contoso", "", day + 18h, day + 21h + 30min, 1.0});
  }
}

// Each further connection has a bad hour in the last day.
void add_further(Story& story, std::mt19937& random) {
  for (std::size_t i = 3; i < story.connections.size(); ++i) {
    const Moment begin = story.until - 20h + std::chrono::minutes(random() % 900);
    const bool lossy = random() % 2 == 0;
    story.faults.push_back({lossy ? AnomalyKind::loss : AnomalyKind::slower,
                            story.connections[i].name, "", begin,
                            begin + std::chrono::minutes(10 + random() % 50),
                            lossy ? 0.02 : story.connections[i].base_ms * 1.5});
  }
}

bool is_gradual(AnomalyKind kind) {
  return kind == AnomalyKind::congestion || kind == AnomalyKind::egress;
}

}  // namespace

bool StoryFault::holds(const std::string& of, const std::string& prefix_of, Moment time) const {
  return (connection.empty() || connection == of) && (prefix.empty() || prefix == prefix_of) &&
         from <= time && time < to;
}

const StoryFault* Story::fault(AnomalyKind kind, const std::string& connection,
                               const std::string& prefix, Moment time) const {
  for (const StoryFault& fault : faults) {
    if (fault.kind == kind && fault.holds(connection, prefix, time)) return &fault;
  }
  return nullptr;
}

seconds Story::step_at(Moment time) const {
  const auto age = until - time;
  const auto fine = days(coarse ? 1 : 9);
  seconds step = age <= fine ? 60s : age <= days(36) ? (coarse ? 1800s : 600s) : 3600s;
  const seconds around = coarse ? 10min : 2h;
  seconds left = until - time;
  for (const StoryFault& fault : faults) {
    if (is_gradual(fault.kind)) continue;
    for (const Moment edge : {fault.from, fault.to}) {
      if (time < edge - around) left = std::min<seconds>(left, edge - around - time);
      if (edge - around <= time && time < edge + around) step = std::min(step, 60s);
      if (edge - 2min <= time && time < edge + 3min) step = 10s;
    }
  }
  // Ends at a full period, but not beyond the beginning of finer steps or the end of the story.
  return std::min(step - time.time_since_epoch() % step, left);
}

Story make_story(const StoryOrder& order) {
  Story story;
  story.until = order.until;
  story.coarse = order.coarse;
  story.from = order.until - days(order.days);
  std::mt19937 random(order.seed);
  story.connections = first_connections();
  for (int i = 3; i < order.connections; ++i) {
    story.connections.push_back(further_connection(i - 3, random));
  }
  const Moment day = std::chrono::floor<days>(story.until);
  add_week(story, day);
  add_older(story, day, random);
  add_evenings(story);
  add_further(story, random);
  std::erase_if(story.faults, [&](const StoryFault& fault) { return fault.to <= story.from; });
  return story;
}

}  // namespace peeringd::story
