#include "report/incident_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "base/date_time.hpp"
#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "base/text.hpp"
#include "incident/incident_text.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

std::string list_of(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

std::vector<std::string> few_of(std::vector<std::string> texts) {
  constexpr std::size_t max_texts = 4;
  if (texts.size() > max_texts) {
    const std::size_t more = texts.size() - max_texts;
    texts.resize(max_texts);
    texts.push_back(fmt::format("and {} more", more));
  }
  return texts;
}

std::vector<std::string> texts_of(const IncidentView& view,
                                  std::initializer_list<EventKind> kinds) {
  std::vector<std::string> texts;
  for (const Event& event : view.events) {
    if (std::find(kinds.begin(), kinds.end(), event.kind) == kinds.end()) continue;
    const std::string subject =
        event.subject.endpoint.empty() ? std::string() : event.subject.endpoint + ": ";
    texts.push_back(time_of_day(event.time) + " " + subject + event.summary);
  }
  return few_of(std::move(texts));
}

// `29 Nov 09:31`, in UTC.
std::string day_and_time(WallTime time) {
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()),
                     months[static_cast<unsigned>(day.month()) - 1],
                     time_of_day(time).substr(0, 5));
}

void add_source(const IncidentView& view, const Assessment& assessment, std::vector<Fact>& facts) {
  std::vector<std::string> sources;
  for (const PrefixSnapshot& prefix : assessment.snapshot->prefixes) {
    const ConnectionConfig& connection = assessment.config().connections[prefix.connection];
    const std::string& label = connection.prefixes[prefix.prefix].label;
    if (connection.name != view.incident.connection || !prefix.choice.source) continue;
    const auto& prefixes = view.path.prefixes;
    if (std::find(prefixes.begin(), prefixes.end(), label) == prefixes.end()) continue;
    const std::string on = prefix.choice.interface.empty() ? "" : " on " + prefix.choice.interface;
    sources.push_back(prefix.choice.source->address.to_string() + on);
  }
  if (sources.empty()) return;
  facts.emplace_back("Source", list_of(sources, ", ") +
                                   " now; each probe is bound to it, so that none takes another "
                                   "path");
}

void add_pop(const IncidentView& view, std::vector<Fact>& facts) {
  const auto changes = texts_of(view, {EventKind::pop_changed, EventKind::edge_location_changed});
  facts.emplace_back("Edge PoP",
                     changes.empty() ? "no change in these times" : list_of(changes, "; "));
}

// What is known if no address outside the prefix was seen.
std::string egress_verdict(const IncidentView& view) {
  const std::size_t all = view.path.prefixes.size();
  const std::size_t measured = view.egress_measured.size();
  if (measured == 0) return "not verified";
  const std::string text = "no address outside the prefix was seen";
  if (measured == all) return text;
  return text + fmt::format("; {} of {} prefixes not verified", all - measured, all);
}

void add_egress(const IncidentView& view, std::vector<Fact>& facts) {
  std::vector<std::string> texts;
  for (const Event& event : view.egress_before) {
    const std::string subject =
        view.path.prefixes.size() > 1 ? event.subject.prefix + ": " : std::string();
    texts.push_back(subject + "from " + text_field(event, "address") +
                    ", outside the prefix, since " + day_and_time(event.time));
  }
  texts = few_of(std::move(texts));
  for (auto& text : texts_of(view, {EventKind::egress_mismatch, EventKind::egress_restored})) {
    texts.push_back(std::move(text));
  }
  facts.emplace_back("Leaves as", texts.empty() ? egress_verdict(view) : list_of(texts, "; "));
}

// The fields of the event that began the outage.
void add_outage(const IncidentView& view, std::vector<Fact>& facts) {
  for (const Event& event : view.events) {
    if (event.kind != EventKind::connection_down) continue;
    const std::vector<std::pair<const char*, const char*>> fields{
        {"diagnosis", "Diagnosis"}, {"path_now", "Trace then"}, {"path_before", "Trace before"}};
    for (const auto& [field, label] : fields) {
      const std::string text = text_field(event, field);
      if (!text.empty()) facts.emplace_back(label, text);
    }
    return;
  }
}

void add_losses(const IncidentView& view, std::vector<Fact>& facts) {
  std::vector<std::string> reasons;
  const PeriodRecord& during = view.path.phases.during;
  for (std::size_t i = 0; i < during.lost.size(); ++i) {
    if (during.lost[i] > 0)
      reasons.push_back(fmt::format("{} {}", loss_reason_names[i], during.lost[i]));
  }
  if (!reasons.empty()) facts.emplace_back("Lost by reason", list_of(reasons, ", "));
}

void add_results(const IncidentView& view, std::vector<Fact>& facts) {
  std::vector<std::string> results;
  constexpr std::size_t max_results = 8;
  for (const ResultSpan& span : view.results) {
    if (results.size() == max_results) {
      results.push_back("…");
      break;
    }
    const std::string since =
        span.from == view.phases.begin ? "" : " from " + time_of_day(span.from);
    results.push_back(std::string(name_of(span.result)) + since);
  }
  if (!results.empty()) facts.emplace_back("Result", list_of(results, ", "));
}

Fact rule_of(IncidentKind kind) {
  switch (kind) {
    case IncidentKind::loss:
      return {"Found by",
              "within 5 or 30 minutes at least 4 probes and 0.5% were lost, more than chance "
              "explains"};
    case IncidentKind::latency_shift:
      return {"Found by",
              "the medians of the six hours before and after differ by at least 0.5 ms and 10%, "
              "most of it within an hour"};
    case IncidentKind::latency_episode:
      return {"Found by",
              "for at least 20 minutes, the median exceeded (1.5 × its usual value for that hour) "
              "+ 1 ms, or the 95th percentile exceeded (3 × its usual value) + 5 ms"};
    case IncidentKind::pop_change:
      return {"Found by", "three answers confirmed a different PoP"};
    case IncidentKind::egress_mismatch:
      return {"Found by", "three STUN answers confirmed the address"};
    case IncidentKind::outage:
      return {"Found by", "probes were sent, or had no source, and none was answered"};
  }
  return {};
}

Duration longest_timeout(const Config& config) {
  Duration longest{};
  for (const EndpointConfig& endpoint : config.endpoints) {
    for (const ProbeConfig& probe : endpoint.probes) longest = std::max(longest, probe.timeout);
  }
  return longest;
}

std::string timeout_text(const Config& config) {
  const Duration timeout = longest_timeout(config);
  const bool whole = timeout >= std::chrono::seconds{1};
  return whole ? sentence_duration(timeout) : rounded_milliseconds(timeout);
}

std::string loss_text(const PeriodRecord& record) {
  const std::uint64_t ended = record.received + record.lost_total();
  const std::uint64_t lost = record.lost_total();
  if (lost == 0) return fmt::format("none of {} was lost", counted(ended, "probe"));
  return fmt::format("{} of {} {} lost ({})", lost, counted(ended, "probe"),
                     lost == 1 ? "was" : "were",
                     percentage_text(static_cast<double>(lost) / static_cast<double>(ended)));
}

// Whether the others lost next to nothing in the same minutes.
bool are_others_well(const IncidentView& view) {
  return std::ranges::all_of(view.others, [](const IncidentSeries& other) {
    const PeriodRecord& during = other.phases.during;
    return during.received > 0 && during.lost_total() * 1000 <= during.received;
  });
}

bool may_lie_on_the_path(IncidentKind kind) {
  return kind == IncidentKind::loss || kind == IncidentKind::outage ||
         kind == IncidentKind::latency_episode;
}

}  // namespace

std::string partner_of(const Config& config, const std::string& connection) {
  for (const ConnectionConfig& each : config.connections) {
    if (each.name == connection) return each.partner;
  }
  return connection;
}

std::vector<Fact> facts_of(const IncidentView& view, const Assessment& assessment) {
  std::vector<Fact> facts;
  add_outage(view, facts);
  add_source(view, assessment, facts);
  add_egress(view, facts);
  add_pop(view, facts);
  add_losses(view, facts);
  add_results(view, facts);
  if (view.incident.maintenance) {
    facts.emplace_back("Maintenance", "was announced for the connection when this began");
  }
  return facts;
}

std::vector<Fact> method_of(const IncidentView& view, const Assessment& assessment) {
  const PhaseRecords& of = view.path.phases;
  PeriodRecord all = of.before;
  all += of.during;
  all += of.after;
  return {
      rule_of(view.incident.kind),
      {"Time",
       "of TCP and HTTPS from SYN to SYN-ACK, of ICMP, STUN and DNS from request to answer, by "
       "the kernel's timestamps; delays of the program are not in it"},
      {"Lost", "no valid answer within " + timeout_text(assessment.config()) +
                   "; a retransmitted SYN also counts as lost"},
      {"Quantiles", "of all answers together, within 0.8%"},
      {"Counts", fmt::format("{} sent, {} answered, {} lost; {} inconclusive, {} not "
                             "sent, {} skipped",
                             counted(all.sent, "probe"), all.received, all.lost_total(),
                             all.inconclusive, all.error_total(), all.skipped)},
      {"Not measured", fmt::format("{} of {}", view.unmeasured, counted(view.minutes, "minute"))}};
}

std::string comparison_of(const IncidentView& view, const Assessment& assessment) {
  std::string text;
  for (const IncidentSeries& other : view.others) {
    const PeriodRecord& during = other.phases.during;
    if (during.received + during.lost_total() == 0) continue;
    const std::string partner = partner_of(assessment.config(), other.connection);
    text += (text.empty() ? "" : " ") + ("In the same minutes, " + loss_text(during)) +
            " from the same host via " + partner;
    if (const auto median = during.round_trips.quantile(0.5)) {
      text += "; the median was " + rounded_milliseconds(*median);
    }
    text += ".";
  }
  if (!text.empty() && are_others_well(view) && may_lie_on_the_path(view.incident.kind)) {
    text += " This speaks against the host and the endpoints as the cause, and for the path.";
  }
  return text;
}

}  // namespace peeringd
