#include "diagnosis/connection_diagnosis.hpp"

#include <map>
#include <utility>

#include "diagnosis/diagnose.hpp"

namespace peeringd {
namespace {

// True if `a` is the surer of two diagnoses of one line: it has fewer causes, or more facts. The
// prefixes of a line can differ, for example in the state of the IPv4 and the IPv6 gateway.
bool is_surer(const Diagnosis& a, const Diagnosis& b) {
  if (a.causes.empty() != b.causes.empty()) return b.causes.empty();
  if (a.both != b.both) return a.both;
  if (a.causes.size() != b.causes.size()) return a.causes.size() < b.causes.size();
  return a.facts.size() > b.facts.size();
}

}  // namespace

std::string diagnosis_of_connection(const ReachView& view, std::size_t connection) {
  const ConnectionRollup& rolled = view.rollup.connections[connection];
  std::map<std::string, Diagnosis> by_interface;
  for (std::size_t prefix = rolled.first; prefix < rolled.last; ++prefix) {
    if (!view.reach.prefixes[prefix].is_not_up()) continue;
    const Evidence evidence = evidence_of(view, prefix);
    Diagnosis diagnosis = diagnose(evidence);
    const auto [entry, added] = by_interface.try_emplace(evidence.interface, diagnosis);
    if (!added && is_surer(diagnosis, entry->second)) entry->second = std::move(diagnosis);
  }
  std::string text;
  for (const auto& [interface, diagnosis] : by_interface) {
    if (diagnosis.causes.empty() && diagnosis.facts.empty()) continue;
    text += (text.empty() ? "" : "; ") + to_string(diagnosis);
  }
  return text;
}

}  // namespace peeringd
