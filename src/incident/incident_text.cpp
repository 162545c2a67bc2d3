#include "incident/incident_text.hpp"

#include <cmath>
#include <cstdio>

#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "incident/find_episodes.hpp"

namespace peeringd {
namespace {

// At least `digits` significant digits, without an exponent.
std::string rounded(double value, int digits) {
  int decimals = 0;
  for (double rest = std::abs(value); rest > 0 && rest < std::pow(10, digits - 1) && decimals < 6;
       rest *= 10) {
    ++decimals;
  }
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string change_text(const char* name, std::optional<Duration> before,
                        std::optional<Duration> during) {
  if (!before || !during) return {};
  const std::string value = rounded_milliseconds(*during);
  if (rounded_milliseconds(*before) == value) return name + (" stayed at " + value);
  const char* verb = *during >= *before ? " rose from " : " fell from ";
  return name + (verb + rounded_milliseconds(*before)) + " to " + value;
}

std::string loss_sentence(const Incident& incident) {
  const PhaseFigures& during = incident.during;
  std::string text = percentage_text(during.loss_ratio().value_or(0)) +
                     " of the probes were lost (" + std::to_string(during.lost) + " of " +
                     std::to_string(during.received + during.lost) + ")";
  if (const auto before = incident.before.loss_ratio()) {
    text += "; previously " + percentage_text(*before);
  }
  return text + ".";
}

std::string latency_sentence(const Incident& incident) {
  const bool stays = incident.kind == IncidentKind::latency_shift;
  std::string text = change_text("The median", incident.before.median, incident.during.median);
  // The time before may have been slow as well.
  const bool rose = !text.empty() && (stays || is_rise(incident.before, incident.during));
  if (!rose) return stays ? "The median changed." : "The latency was far above its usual value.";
  if (stays) return text + " and stayed there.";
  const std::string p95 =
      change_text("the 95th percentile", incident.before.p95, incident.during.p95);
  return text + (p95.empty() ? "" : ", " + p95) + ".";
}

std::string outage_sentence(const Incident& incident, Moment now) {
  const std::string duration = sentence_duration(incident.to.value_or(now) - incident.from);
  std::string text = (incident.prefix.empty() ? "No prefix of the connection reached the edge for "
                                              : "The prefix did not reach the edge for ") +
                     duration;
  if (!incident.to) text += " so far";
  if (!incident.detail.empty()) text += ": " + incident.detail;
  return text + ".";
}

std::string pop_sentence(const Incident& incident) {
  std::string text = "A different edge PoP answered: " + incident.detail;
  const auto& before = incident.before.median;
  const auto& during = incident.during.median;
  if (before && during && std::chrono::abs(*during - *before) >= *before / 20) {
    text += "; " + change_text("the median", before, during);
  }
  return text + ".";
}

}  // namespace

std::string rounded_milliseconds(Duration duration) {
  return rounded(std::chrono::duration<double, std::milli>(duration).count(), 3) + " ms";
}

std::string sentence_of(const Incident& incident, Moment now) {
  switch (incident.kind) {
    case IncidentKind::loss:
      return loss_sentence(incident);
    case IncidentKind::latency_shift:
    case IncidentKind::latency_episode:
      return latency_sentence(incident);
    case IncidentKind::pop_change:
      return pop_sentence(incident);
    case IncidentKind::egress_mismatch:
      return "The traffic left from " + (incident.detail.empty() ? "an address" : incident.detail) +
             ", outside the prefix.";
    case IncidentKind::outage:
      return outage_sentence(incident, now);
  }
  return {};
}

}  // namespace peeringd
