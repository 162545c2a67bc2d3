#include "metrics/exposition.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <functional>
#include <sstream>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

using Append = std::function<void(Families&)>;

// One part of the exposition, over an immutable snapshot: a series that has gone is simply not
// there any more.
class Part final : public prometheus::Collectable {
 public:
  explicit Part(Append append) : append_(std::move(append)) {}

  Families Collect() const override {
    Families families;
    append_(families);
    return families;
  }

 private:
  Append append_;
};

std::vector<Part> parts_of(const Snapshot& snapshot, const Rollup& rollup,
                           const AlertReport* alerts, const DaemonFacts& facts) {
  std::vector<Part> parts;
  const auto add = [&](Append append) { parts.emplace_back(std::move(append)); };
  add([&](Families& out) { append_probe_counters(snapshot, out); });
  add([&](Families& out) { append_target_statistics(snapshot, rollup, out); });
  add([&](Families& out) { append_prefix_and_connection_statistics(snapshot, rollup, out); });
  add([&](Families& out) { append_http_metrics(snapshot, out); });
  add([&](Families& out) { append_edge_pop_metrics(snapshot, rollup, out); });
  add([&](Families& out) { append_egress_metrics(snapshot, rollup, out); });
  add([&](Families& out) { append_infos(snapshot, rollup, out); });
  if (alerts != nullptr) {
    add([alerts](Families& out) { append_test_results(*alerts, out); });
    add([alerts](Families& out) { append_alerts(*alerts, out); });
    add([alerts](Families& out) { append_alert_thresholds(*alerts, out); });
  }
  add([&](Families& out) { append_daemon_metrics(snapshot, facts, out); });
  add([](Families& out) { append_process_metrics(out); });
  return parts;
}

}  // namespace

std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts) {
  const Rollup rollup = roll_up(snapshot);
  const prometheus::TextSerializer serializer;
  std::ostringstream text;
  // Part by part, as the library's form of a family takes ten times the memory of its text.
  for (const Part& part : parts_of(snapshot, rollup, alerts, facts)) {
    serializer.Serialize(text, part.Collect());
  }
  return std::move(text).str();
}

}  // namespace peeringd
