// Prints the exposition of the example, with everything in a label that has to be escaped, for
// other programs to judge.
#include <iostream>

#include "example_alerts.hpp"
#include "example_snapshot.hpp"

int main() {
  using namespace peeringd;
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].partner = "Contoso \"Fast\" \\ Networks\nof Zürich";
  snapshot.config = std::make_shared<const Config>(config);
  const AlertReport alerts = test::example_alerts();
  std::cout << render_exposition(snapshot, &alerts, test::example_facts());
}
