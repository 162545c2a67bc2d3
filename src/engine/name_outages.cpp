#include "engine/name_outages.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "base/date_time.hpp"
#include "base/duration.hpp"

namespace peeringd {
namespace {

bool is_usable(const std::optional<MonotonicTime>& until, MonotonicTime now) {
  return until && now < *until;
}

// The message without the host, so that other hosts have the same reason.
std::string reason_of(const FailedName& failed) {
  std::string reason = failed.message;
  for (std::size_t at = reason.find(failed.host); at != std::string::npos && !failed.host.empty();
       at = reason.find(failed.host, at + 1)) {
    reason.replace(at, failed.host.size(), "*");
  }
  return reason;
}

// ` (no name server answered in time)`: how a message ends.
std::string explanation_in(const std::string& message) {
  const std::size_t begin = message.rfind(" (");
  return begin == std::string::npos || message.back() != ')' ? std::string()
                                                             : message.substr(begin);
}

// `05:10` in UTC.
std::string minute_of_day(WallTime time) {
  return time_of_day(time).substr(0, std::string_view("05:10").size());
}

using Names = std::map<std::string, std::optional<MonotonicTime>>;

// What becomes of names of which some may have an address left.
std::string outlook(const Names& names, MonotonicTime now, WallTime wall) {
  std::size_t usable = 0;
  MonotonicTime first_end = MonotonicTime::max();
  for (const auto& [host, until] : names) {
    if (!is_usable(until, now)) continue;
    ++usable;
    first_end = std::min(first_end, *until);
  }
  const bool one = names.size() == 1;
  if (usable == 0)
    return one ? "it is not probed until it resolves" : "they are not probed until they do";
  const std::string until =
      " until " + minute_of_day(Instant{now, wall}.wall_of(first_end)) + " UTC";
  if (one) return "the last answer stays in use" + until;
  if (usable == names.size()) return "the last answers stay in use" + until;
  return "the last answers of " + std::to_string(usable) + " stay in use" + until;
}

std::string beginning(const Names& names, const std::string& message, const std::string& source,
                      MonotonicTime now) {
  if (names.size() == 1) return message + ", queried from " + source;
  const bool any_usable =
      std::ranges::any_of(names, [now](const auto& name) { return is_usable(name.second, now); });
  return std::to_string(names.size()) +
         (any_usable ? " names no longer resolve from " : " names do not resolve from ") + source +
         (any_usable ? "" : " with the name servers in /etc/resolv.conf") + explanation_in(message);
}

std::string list_of(const Names& names) {
  constexpr std::size_t max_listed = 20;
  std::string list;
  std::size_t listed = 0;
  for (const auto& [host, until] : names) {
    if (++listed > max_listed) break;
    if (!list.empty()) list += ' ';
    list += host;
  }
  return list;
}

Event failure_event(const Source& source, const Names& names, const std::string& message,
                    std::string summary) {
  Event event{EventKind::resolve_failed, EventLevel::warning, {}, std::move(summary)};
  event.fields = {{"host", list_of(names)},
                  {"names", std::uint64_t{names.size()}},
                  {"error", message},
                  {"source", source.address.to_string()}};
  return event;
}

Event end_event(const Source& source, std::size_t names, Duration lasted) {
  const std::string address = source.address.to_string();
  Event event{EventKind::resolve_restored,
              EventLevel::info,
              {},
              "names resolve again from " + address + ", after " + sentence_duration(lasted)};
  event.fields = {
      {"names", std::uint64_t{names}}, {"source", address}, {"lasted_seconds", to_seconds(lasted)}};
  return event;
}

}  // namespace

NameOutages::Outage* NameOutages::outage_of(const Source& source, const std::string& host) {
  const auto found = sources_.find(source);
  if (found == sources_.end()) return nullptr;
  for (auto& [reason, outage] : found->second.outages) {
    if (outage.names.contains(host)) return &outage;
  }
  return nullptr;
}

void NameOutages::on_failure(const Source& source, const FailedName& failed, MonotonicTime now) {
  if (outage_of(source, failed.host) != nullptr) return;
  Outage& outage = sources_[source].outages[reason_of(failed)];
  if (outage.names.empty()) {
    note_end(source, outage, now, ended_);  // of one that events() has not seen end
    const auto left_out = outage.left_out;
    outage = {};
    outage.left_out = left_out;
    outage.since = now;
    outage.message = failed.message;
  }
  outage.names[failed.host] = failed.usable_until;
  outage.max_names = std::max(outage.max_names, outage.names.size());
}

void NameOutages::on_success(const Source& source, const std::string& host) {
  Outage* const outage = outage_of(source, host);
  if (outage == nullptr) return;
  outage->names.erase(host);
  outage->resolved = true;
}

void NameOutages::forget(const Source& source, const std::string& host) {
  if (Outage* const outage = outage_of(source, host)) outage->names.erase(host);
}

std::vector<Event> NameOutages::events(MonotonicTime now, WallTime wall) {
  std::vector<Event> events = std::exchange(ended_, {});
  for (auto& [source, reports] : sources_) {
    for (auto& [reason, outage] : reports.outages) {
      report(source, reports, reason, outage, now, wall, events);
    }
    if (!reports.outages.empty()) reports.used = now;
    std::erase_if(reports.outages, [](const auto& entry) { return entry.second.names.empty(); });
  }
  std::erase_if(sources_, [now](const auto& entry) {
    return entry.second.outages.empty() && now - entry.second.used >= pause;
  });
  return events;
}

void NameOutages::note_end(const Source& source, const Outage& outage, MonotonicTime now,
                           std::vector<Event>& events) {
  if (!outage.reported || !outage.resolved) return;
  events.push_back(end_event(source, outage.max_names, now - outage.since));
}

void NameOutages::report(const Source& source, Reports& of, const std::string& reason,
                         Outage& outage, MonotonicTime now, WallTime wall,
                         std::vector<Event>& events) {
  if (outage.names.empty()) return note_end(source, outage, now, events);
  const bool usable = std::ranges::any_of(
      outage.names, [now](const auto& name) { return is_usable(name.second, now); });
  if (!outage.reported) {
    if (now - outage.since < gathering) return;
    if (outage.left_out && now - *outage.left_out < pause) return;
    const auto left_out = of.limit.admit(std::hash<std::string>{}(reason), now);
    if (!left_out) {
      outage.left_out = now;
      return;
    }
    outage.reported = true;
    outage.expired = !usable;
    events.push_back(failure_event(
        source, outage.names, outage.message,
        beginning(outage.names, outage.message, source.address.to_string(), now) + "; " +
            outlook(outage.names, now, wall) + log::left_out_suffix(*left_out)));
  } else if (!usable && !outage.expired) {
    outage.expired = true;
    const std::string count = std::to_string(outage.names.size());
    events.push_back(failure_event(source, outage.names, outage.message,
                                   "the last answers have expired, as seen from " +
                                       source.address.to_string() +
                                       "; names that are not probed "
                                       "until they resolve: " +
                                       count));
  }
}

}  // namespace peeringd
