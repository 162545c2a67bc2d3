#include "report/probe_report.hpp"

#include <algorithm>

#include "geo/places.hpp"
#include "model/probe_options.hpp"
#include "model/probe_traits.hpp"
#include "report/probe_figures.hpp"
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

// Beyond the figures: reasons of losses, HTTP phases, the PoP, and the address that STUN servers
// saw.
std::string notes_text(const Snapshot& snapshot, const TargetSnapshot& target) {
  std::string text = reasons_text(target.ledger);
  if (target.unknown) append_note(text, "has never answered (it need not)");
  if (!target.observations) return text;
  const TargetObservations& observations = *target.observations;
  if (observations.last_exchange) append_exchange(text, observations);
  if (observations.last_pop) append_note(text, pop_text(observations.last_pop->pop));
  if (observations.last_seen_from) append_note(text, egress_text(snapshot, target));
  return text;
}

Row row_of(const Snapshot& snapshot, const TargetSnapshot& target) {
  const ProbeFigures figures = figures_of(target);
  return {name_of(*snapshot.config, target.target),
          target.address ? target.address->to_string() : "-",
          std::to_string(figures.sent),
          std::to_string(figures.lost),
          milliseconds_text(figures.min),
          milliseconds_text(figures.median),
          milliseconds_text(figures.p95),
          milliseconds_text(figures.max),
          milliseconds_text(figures.jitter),
          notes_text(snapshot, target)};
}

}  // namespace

ProbeProgress progress_of(const Snapshot& snapshot, std::uint64_t count) {
  ProbeProgress progress;
  std::uint64_t leader_answers = 0;
  for (const TargetSnapshot& target : snapshot.targets) {
    const Ledger& ledger = target.ledger;
    // A follow-up is sent only after each answer to the probe before it.
    const bool follows =
        traits_of(probe_of(*snapshot.config, target.target).options).follows_another;
    const std::uint64_t wanted = follows ? leader_answers : count;
    leader_answers = ledger.received;
    progress.finished += std::min(
        wanted, ledger.received + ledger.lost_total() + ledger.inconclusive + ledger.error_total());
    progress.wanted += wanted;
  }
  return progress;
}

bool every_target_answered(const Snapshot& snapshot) {
  return !snapshot.targets.empty() &&
         std::all_of(snapshot.targets.begin(), snapshot.targets.end(),
                     [](const TargetSnapshot& target) { return target.ledger.received > 0; });
}

std::string probe_table(const Snapshot& snapshot) {
  std::vector<Row> rows{
      {"TARGET", "ADDRESS", "SENT", "LOST", "MIN", "MEDIAN", "P95", "MAX", "JITTER", "NOTES"}};
  for (const TargetSnapshot& target : snapshot.targets) {
    rows.push_back(row_of(snapshot, target));
  }
  return format_table(rows);
}

}  // namespace peeringd
