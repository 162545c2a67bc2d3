#include "assessment/persistent_state_text.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "base/number_from.hpp"
#include "model/config.hpp"
#include "model/event.hpp"

namespace peeringd {
namespace {

constexpr std::string_view first_line = "peeringd state 1";

// Unix time in milliseconds.
std::string time_text(WallTime time) {
  const auto rounded = std::chrono::floor<std::chrono::milliseconds>(time);
  return std::to_string(rounded.time_since_epoch().count());
}

std::optional<WallTime> time_from(std::string_view text) {
  constexpr std::int64_t most = 9'000'000'000'000;  // in the range of nanoseconds
  const auto time = number_from<std::int64_t>(text);
  if (!time || *time < 0 || *time > most) return std::nullopt;
  return WallTime{std::chrono::milliseconds{*time}};
}

// One entry, with the separators of the format replaced in its fields.
std::string line_of(std::vector<std::string> fields) {
  std::string line;
  for (std::string& field : fields) {
    std::ranges::replace_if(
        field, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    line += (line.empty() ? "" : "\t") + field;
  }
  return line + "\n";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<IpAddress> address_from(std::string_view text) {
  boost::system::error_code no_address;
  const IpAddress address = boost::asio::ip::make_address(text, no_address);
  return no_address ? std::nullopt : std::optional(address);
}

bool read_outage(std::span<const std::string_view> fields, PersistentState& state) {
  if (fields.size() != 6) return false;
  const bool down = fields[3] == name_of(Reach::down);
  const auto since = time_from(fields[4]);
  if ((!down && fields[3] != name_of(Reach::no_source)) || !since) return false;
  state.outages.push_back({std::string(fields[1]), std::string(fields[2]),
                           down ? Reach::down : Reach::no_source, *since, std::string(fields[5])});
  return true;
}

bool read_maintenance(std::span<const std::string_view> fields, PersistentState& state) {
  if (fields.size() != 3) return false;
  const auto until = time_from(fields[2]);
  if (until) state.maintenance.emplace(fields[1], *until);
  return until.has_value();
}

bool read_address(std::span<const std::string_view> fields, PersistentState& state) {
  if (fields.size() != 5) return false;
  const auto source = address_from(fields[2]);
  const auto address = address_from(fields[3]);
  const auto answered_at = time_from(fields[4]);
  if (!source || !address || !answered_at || source->is_v4() != address->is_v4()) return false;
  state.addresses.push_back({std::string(fields[1]), *source, *address, *answered_at});
  return true;
}

}  // namespace

std::vector<KnownAddress> known_addresses_of(const Assessment& assessment) {
  const Snapshot& snapshot = *assessment.snapshot;
  std::map<std::pair<IpAddress, std::string_view>, KnownAddress> known;
  std::size_t prefix = 0;
  for (const TargetSnapshot& target : snapshot.targets) {
    const auto is_its = [&](const PrefixSnapshot& candidate) {
      return candidate.connection == target.target.connection &&
             candidate.prefix == target.target.prefix;
    };
    while (prefix < snapshot.prefixes.size() && !is_its(snapshot.prefixes[prefix])) ++prefix;
    if (prefix == snapshot.prefixes.size()) break;
    const auto& source = snapshot.prefixes[prefix].choice.source;
    if (!source || !target.address || !target.names.needed || !target.names.answered_at) continue;
    const std::string& host = snapshot.config->endpoints[target.target.endpoint].host;
    const WallTime answered_at = assessment.instant().wall_of(*target.names.answered_at);
    known.try_emplace({source->address, host},
                      KnownAddress{host, source->address, *target.address,
                                   std::chrono::floor<std::chrono::milliseconds>(answered_at)});
  }
  std::vector<KnownAddress> addresses;
  for (auto& [key, address] : known) addresses.push_back(std::move(address));
  return addresses;
}

PersistentState persistent_state_of(const Assessment& assessment) {
  PersistentState state{{}, assessment.announced, {}};
  const Snapshot& snapshot = *assessment.snapshot;
  for (std::size_t i = 0; i < snapshot.prefixes.size(); ++i) {
    const PrefixReach& reach = assessment.reach.prefixes[i];
    if (!reach.is_not_up()) continue;
    const PrefixSnapshot& prefix = snapshot.prefixes[i];
    EventSubject subject = subject_of(*snapshot.config, prefix.connection, prefix.prefix);
    const WallTime since = assessment.instant().wall_of(reach.since);
    state.outages.push_back({std::move(subject.connection), std::move(subject.prefix), reach.reach,
                             std::chrono::floor<std::chrono::milliseconds>(since), reach.problem});
  }
  return state;
}

std::string persistent_state_text(const PersistentState& state, WallTime now) {
  std::string text = std::string(first_line) + "\n" + line_of({"written", time_text(now)});
  for (const LastingOutage& outage : state.outages) {
    text += line_of({"outage", outage.connection, outage.prefix, std::string(name_of(outage.reach)),
                     time_text(outage.since), outage.problem});
  }
  for (const auto& [connection, until] : state.maintenance) {
    text += line_of({"maintenance", connection, time_text(until)});
  }
  for (const KnownAddress& known : state.addresses) {
    text += line_of({"address", known.host, known.source.to_string(), known.address.to_string(),
                     time_text(known.answered_at)});
  }
  return text;
}

std::optional<PersistentState> state_from(std::string_view text, WallTime now) {
  const std::vector<std::string_view> lines = split(text, '\n');
  // The text ends with a line break, so that one that was cut off is recognized.
  if (lines.size() < 3 || lines.front() != first_line || !lines.back().empty()) return {};
  PersistentState state;
  std::optional<WallTime> written;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const std::vector<std::string_view> fields = split(lines[i], '\t');
    bool understood = false;
    if (fields.front() == "written" && fields.size() == 2) {
      written = time_from(fields[1]);
      understood = written.has_value();
    } else if (fields.front() == "outage") {
      understood = read_outage(fields, state);
    } else if (fields.front() == "maintenance") {
      understood = read_maintenance(fields, state);
    } else if (fields.front() == "address") {
      understood = read_address(fields, state);
    }
    if (!understood) return {};
  }
  if (!written) return {};
  // The clock may have been set back: after a start without a network, nothing corrects it.
  const Duration age = now - *written;
  if (age > max_outage_age || age < -max_outage_age) {
    state.outages.clear();
  }
  std::erase_if(state.addresses, [now](const KnownAddress& known) {
    const Duration address_age = now - known.answered_at;
    return address_age > max_address_age || address_age < -max_address_age;
  });
  std::erase_if(state.maintenance, [now](const auto& entry) { return entry.second <= now; });
  return state;
}

}  // namespace peeringd
