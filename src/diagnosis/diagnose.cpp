#include "diagnosis/diagnose.hpp"

#include <optional>
#include <utility>

namespace peeringd {
namespace {

using LikelyCauses = std::vector<LikelyCause>;
using enum LikelyCause;

void add_fact(std::string& facts, const std::string& fact) {
  if (!facts.empty()) facts += ", ";
  facts += fact;
}

void add_fact(std::string& facts, std::optional<bool> known, const char* if_true,
              const char* if_false) {
  if (known) add_fact(facts, *known ? if_true : if_false);
}

// The facts about the access line, up to its first broken part: faults beyond it follow from it.
std::string local_facts(const Evidence& evidence) {
  const std::string name = evidence.interface.empty() ? "the interface" : evidence.interface;
  if (evidence.interface_exists == false) return name + " does not exist";
  std::string facts;
  if (evidence.enabled) add_fact(facts, name + (*evidence.enabled ? " up" : " down"));
  if (evidence.enabled == false) return facts;
  add_fact(facts, evidence.carrier, "carrier up", "no carrier");
  if (evidence.carrier == false) return facts;
  if (evidence.address == false) add_fact(facts, "no address");
  if (evidence.address == false) return facts;
  if (evidence.route == false) add_fact(facts, "no route");
  if (evidence.route == false) return facts;
  if (evidence.host_sends == false) add_fact(facts, "the kernel refuses to send");
  if (evidence.host_sends == false) return facts;
  add_fact(facts, evidence.gateway_answers, "gateway answers", "gateway silent");
  return facts;
}

// The likely causes for a broken access line; empty if no part of it is known to be broken.
LikelyCauses local_causes(const Evidence& evidence) {
  // A dialled interface, such as ppp0, disappears with its session.
  if (evidence.interface_exists == false) return {access_line, host};
  if (evidence.enabled == false) return {host};
  if (evidence.carrier == false) return {access_line};
  // The address was removed by hand, or lost with a DHCP lease or a PPPoE session.
  if (evidence.address == false || evidence.lacks_source) return {access_line, host};
  if (evidence.route == false || evidence.host_sends == false) return {host};
  if (evidence.gateway_answers == false) return {access_line};
  return {};
}

std::string remote_facts(const Evidence& evidence) {
  std::string facts;
  if (evidence.ends_at_gateway) add_fact(facts, "the path ends at the gateway");
  if (evidence.path_passes_gateway == true) add_fact(facts, "routers behind the gateway answer");
  if (evidence.other_endpoints_answer == true) add_fact(facts, "other endpoints answer");
  if (evidence.access_line_works == true) add_fact(facts, "other prefixes of the line get answers");
  add_fact(facts, evidence.other_prefixes_reach, "other prefixes reach the same endpoints",
           "no other prefix reaches the same endpoints");
  return facts;
}

// No other prefix reaches the silent endpoints, although one reaches other endpoints.
bool edge_fails_elsewhere(const Evidence& evidence) {
  return evidence.other_prefixes_reach == false && evidence.other_prefix_reaches_other_endpoints;
}

// Something shows that packets pass the access line. The answer of a gateway shows it only if that
// is the partner's, at the far end of the line.
bool passes_line(const Evidence& evidence) {
  if (evidence.path_passes_gateway == true || evidence.access_line_works == true) return true;
  return evidence.gateway_answers == true && !evidence.ends_at_gateway && !evidence.behind_nat;
}

// The likely causes for a prefix whose access line has no known fault.
LikelyCauses remote_causes(const Evidence& evidence) {
  if (evidence.other_endpoints_answer == true) {
    if (evidence.other_prefixes_reach == true) return {partner};
    if (evidence.other_prefixes_reach == false) return {edge};
    return {edge, partner};
  }
  if (evidence.other_prefixes_reach == true) {
    return passes_line(evidence) ? LikelyCauses{partner} : LikelyCauses{access_line, partner};
  }
  if (edge_fails_elsewhere(evidence)) return {edge};
  if (evidence.ends_at_gateway && !passes_line(evidence)) return {access_line, partner};
  if (evidence.other_prefixes_reach == false) return {edge, partner};
  if (passes_line(evidence)) return {partner, edge};
  if (evidence.other_endpoints_answer == false) return {access_line, partner};
  return {};
}

// The lookups of a prefix that is cut off fail as well; DNS is at fault only if they fail elsewhere
// too, or if other packets of this prefix are answered.
bool names_fail_on_their_own(const Evidence& evidence) {
  if (evidence.names_resolve_elsewhere == false) return true;
  return evidence.names_resolve == false && evidence.other_endpoints_answer == true;
}

// A second cause, if other prefixes show that its part is broken too.
std::optional<LikelyCause> further_cause(const Evidence& evidence) {
  if (edge_fails_elsewhere(evidence)) return edge;
  if (names_fail_on_their_own(evidence)) return dns;
  return std::nullopt;
}

}  // namespace

Diagnosis diagnose(const Evidence& evidence) {
  if (evidence.others_answer) return {{other_host}, false, local_facts(evidence)};
  Diagnosis diagnosis{local_causes(evidence), false, local_facts(evidence)};
  const bool local = !diagnosis.causes.empty();
  std::optional<LikelyCause> further;
  if (local) {
    further = further_cause(evidence);
    if (further == edge) add_fact(diagnosis.facts, remote_facts(evidence));
  } else if (evidence.lacks_addresses) {
    diagnosis.causes = {dns};
  } else {
    diagnosis.causes = remote_causes(evidence);
    if (const auto facts = remote_facts(evidence); !facts.empty()) add_fact(diagnosis.facts, facts);
    if (names_fail_on_their_own(evidence)) further = dns;
  }
  if (further && !diagnosis.causes.empty()) {
    diagnosis.causes.resize(1);
    diagnosis.causes.push_back(*further);
    diagnosis.both = true;
  } else if (further) {
    diagnosis.causes = {*further};
  }
  const bool names_matter = evidence.lacks_addresses || further == dns;
  if (names_matter) add_fact(diagnosis.facts, "names do not resolve");
  return diagnosis;
}

Diagnosis diagnose_endpoint(std::size_t prefixes) {
  const std::string all = prefixes == 1 ? "the only prefix that is up"
                                        : "any of " + std::to_string(prefixes) + " prefixes";
  return {{edge}, false, "no answer to " + all + ", while other endpoints answer"};
}

std::string causes_text(const Diagnosis& diagnosis) {
  if (diagnosis.causes.empty()) return "cause not known";
  std::string text(name_of(diagnosis.causes.front()));
  for (std::size_t i = 1; i < diagnosis.causes.size(); ++i) {
    text += diagnosis.both ? " and " : " or ";
    text += name_of(diagnosis.causes[i]);
  }
  return text;
}

std::string to_string(const Diagnosis& diagnosis) {
  const std::string causes = causes_text(diagnosis);
  const std::string cause = diagnosis.causes.empty() ? causes : "likely cause: " + causes;
  return diagnosis.facts.empty() ? cause : diagnosis.facts + "; " + cause;
}

}  // namespace peeringd
