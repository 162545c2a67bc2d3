#include "report/probe_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/places.hpp"
#include "model/address_ranges.hpp"
#include "model/config.hpp"
#include "model/probe_options.hpp"
#include "model/probe_traits.hpp"
#include "report/probe_figures.hpp"
#include "report/probe_verdict.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

void append_note(std::string& text, const std::string& note) {
  text += (text.empty() ? "" : ", ") + note;
}

void append_exchange(std::string& text, const TargetObservations& observations) {
  if (observations.last_exchange->status) {
    append_note(text, "status " + std::to_string(*observations.last_exchange->status));
  }
  for (std::size_t i = 0; i < observations.phases.size(); ++i) {
    const PhaseTotal& total = observations.phases[i];
    if (total.count == 0) continue;
    const Duration mean = total.sum / static_cast<std::int64_t>(total.count);
    append_note(text, std::string(http_phase_names[i]) + " " + milliseconds_text(mean));
  }
}

std::string pop_text(const EdgePop& pop) {
  const auto metro = find_metro(pop.code);
  return "PoP " + pop.code + (metro ? " (" + std::string(metro->name) + ")" : "");
}

std::string egress_text(const Snapshot& snapshot, const TargetSnapshot& target) {
  const auto inside = leaves_from_prefix(snapshot, target);
  const std::string text = "seen as " + target.observations->last_seen_from->address.to_string();
  return inside ? text + (*inside ? " inside" : " OUTSIDE") + " the prefix" : text;
}

// With the published range of the address, if there is a table of them.
std::string address_text(const Config& config, const IpAddress& address) {
  const std::string text = address.to_string();
  if (!config.service_tags) return text;
  const auto range = config.service_tags->find(address);
  return text + (range ? " in " + std::string(*range) : " OUTSIDE the published ranges");
}

// Beyond the figures: reasons of losses, HTTP phases, the PoP, and the address that STUN servers
// saw.
std::string notes_text(const Snapshot& snapshot, const TargetSnapshot& target) {
  std::string text = reasons_text(target.counters);
  if (target.other_family) {
    append_note(text, "the host has no address of this family");
  } else if (target.unknown && target.counters.sent > 0) {
    append_note(text, "has never answered (a relay need not answer)");
  }
  if (!target.observations) return text;
  const TargetObservations& observations = *target.observations;
  if (observations.last_exchange) append_exchange(text, observations);
  if (observations.last_pop) append_note(text, pop_text(observations.last_pop->pop));
  if (observations.last_seen_from) append_note(text, egress_text(snapshot, target));
  return text;
}

std::string milliseconds(std::optional<Duration> duration) {
  return duration ? fmt::format("{:.2f}", to_seconds(*duration) * 1e3) : "-";
}

std::string figures_line(const std::string& name, const ProbeFigures& figures) {
  return fmt::format("  {:<38} {:>5} {:>5} {:>8} {:>8} {:>8} {:>8} {:>8}\n", name, figures.sent,
                     figures.lost, milliseconds(figures.min), milliseconds(figures.median),
                     milliseconds(figures.p95), milliseconds(figures.max),
                     milliseconds(figures.jitter));
}

/// The line of the figures, and what else is known in the lines below it.
std::string target_lines(const Snapshot& snapshot, const TargetSnapshot& target) {
  const Config& config = *snapshot.config;
  std::string notes = target.address ? address_text(config, *target.address) : std::string();
  const std::string more = notes_text(snapshot, target);
  if (!more.empty()) append_note(notes, more);
  return figures_line(
             endpoint_of(config, target.target).name + "/" + probe_of(config, target.target).label,
             figures_of(target)) +
         wrap_text(notes, 6);
}

bool is_of_one_prefix(const Target& a, const Target& b) {
  return a.connection == b.connection && a.prefix == b.prefix;
}

}  // namespace

ProbeProgress progress_of(const Snapshot& snapshot, std::uint64_t count) {
  ProbeProgress progress;
  std::uint64_t leader_answers = 0;
  for (const TargetSnapshot& target : snapshot.targets) {
    const ProbeCounters& counters = target.counters;
    // A follow-up is sent only after each answer to the probe before it.
    const bool follows =
        traits_of(probe_of(*snapshot.config, target.target).options).follows_another;
    const std::uint64_t wanted = target.other_family ? 0 : follows ? leader_answers : count;
    leader_answers = counters.received;
    progress.finished += std::min(wanted, counters.received + counters.lost_total() +
                                              counters.inconclusive + counters.error_total());
    progress.wanted += wanted;
  }
  return progress;
}

bool every_target_answered(const Snapshot& snapshot) {
  const auto answered = [](const TargetSnapshot& target) { return target.counters.received > 0; };
  return std::any_of(snapshot.targets.begin(), snapshot.targets.end(), answered) &&
         std::all_of(snapshot.targets.begin(), snapshot.targets.end(),
                     [&](const TargetSnapshot& target) {
                       return need_not_answer(target) || answered(target);
                     });
}

std::string probe_table(const Snapshot& snapshot) {
  std::string text =
      fmt::format("{:<40} {:>5} {:>5} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "TARGET (times in ms)",
                  "SENT", "LOST", "MIN", "MEDIAN", "P95", "MAX", "JITTER");
  const TargetSnapshot* before = nullptr;
  for (const TargetSnapshot& target : snapshot.targets) {
    if (before == nullptr || !is_of_one_prefix(before->target, target.target)) {
      text += connection_of(*snapshot.config, target.target).name + " " +
              prefix_of(*snapshot.config, target.target).label + "\n";
    }
    text += target_lines(snapshot, target);
    before = &target;
  }
  return text + "\n" + verdict_lines(snapshot);
}

}  // namespace peeringd
