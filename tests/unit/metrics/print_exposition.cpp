// Prints the expositions of the examples, for other programs to judge: `counts`, with everything in
// a label that has to be escaped, or `findings`.
#include <iostream>
#include <string_view>

#include "example_alerts.hpp"
#include "example_snapshot.hpp"
#include "findings_snapshot.hpp"

namespace {

using namespace peeringd;

Snapshot counts() {
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].partner = "Contoso \"Fast\" \\ Networks\nof Zürich";
  snapshot.config = std::make_shared<const Config>(config);
  return snapshot;
}

Snapshot findings() {
  Snapshot snapshot = test::findings_snapshot();
  test::set_findings(snapshot.targets[test::teams_https], test::https_findings(snapshot));
  test::set_findings(snapshot.targets[test::relay_stun],
                     test::stun_findings(snapshot, "203.0.113.10"));
  return snapshot;
}

}  // namespace

int main(int argc, char** argv) {
  const bool of_counts = argc == 2 && std::string_view(argv[1]) == "counts";
  const AlertReport alerts = test::example_alerts();
  std::cout << (of_counts ? render_exposition(counts(), &alerts, test::example_facts())
                          : render_exposition(findings(), nullptr, test::example_facts()));
}
