// Prints the expositions of the examples, for other programs to judge: `counts`, with everything in
// a label that has to be escaped, or `observations`.
#include <iostream>
#include <string_view>

#include "example_alerts.hpp"
#include "example_snapshot.hpp"
#include "observations_snapshot.hpp"

namespace {

using namespace peeringd;

Snapshot counts() {
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].partner = "Contoso \"Fast\" \\ Networks\nof Zürich";
  snapshot.config = std::make_shared<const Config>(config);
  return snapshot;
}

Snapshot observations() {
  Snapshot snapshot = test::observations_snapshot();
  test::set_observations(snapshot.targets[test::teams_https], test::https_observations(snapshot));
  test::set_observations(snapshot.targets[test::relay_stun],
                         test::stun_observations(snapshot, "203.0.113.10"));
  return snapshot;
}

}  // namespace

int main(int argc, char** argv) {
  const bool of_counts = argc == 2 && std::string_view(argv[1]) == "counts";
  const AlertReport alerts = test::example_alerts();
  std::cout << (of_counts ? render_exposition(counts(), &alerts, test::example_facts())
                          : render_exposition(observations(), nullptr, test::example_facts()));
}
