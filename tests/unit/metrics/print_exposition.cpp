// Prints the exposition of the example, with everything in a label that has to be escaped, for
// other programs to judge.
#include <iostream>

#include "example_snapshot.hpp"

int main() {
  using namespace peeringd;
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].partner = "Contoso \"Fast\" \\ Networks\nof Zürich";
  snapshot.config = std::make_shared<const Config>(config);
  std::cout << render_exposition(snapshot, test::example_facts());
}
