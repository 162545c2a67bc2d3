#include "config/probing.hpp"

#include <algorithm>

#include "base/duration.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

/// Dense where the thresholds that Microsoft publishes lie, and up to the default timeout.
std::vector<Duration> default_buckets() {
  return {500us, 1ms,  2ms,  3ms,  4ms,   5ms,   7500us, 10ms,  15ms,  20ms, 25ms, 30ms,
          40ms,  50ms, 60ms, 80ms, 100ms, 150ms, 200ms,  300ms, 500ms, 1s,   2s};
}

struct Range {
  Duration min;
  Duration max;
};

Setting read_setting(const Fields& fields, std::string_view key, const Range& range,
                     const Setting& inherited) {
  const auto node = fields.find(key);
  if (!node) return inherited;
  Setting setting{inherited.value, node, inherited.level + 1, false};
  const auto duration = node->parse("a duration like 10s", parse_duration);
  if (!duration) return setting;
  setting.valid = *duration >= range.min && *duration <= range.max;
  if (setting.valid) {
    setting.value = *duration;
  } else {
    node->error(format_duration(*duration) + " is out of range; write " +
                format_duration(range.min) + " to " + format_duration(range.max));
  }
  return setting;
}

std::vector<Duration> read_buckets(const Node& node) {
  std::vector<Duration> buckets;
  for (const Node& item : node.list("a list of durations")) {
    const auto bound = item.parse("a duration like 10ms", parse_duration);
    if (!bound) continue;
    if (*bound == Duration{}) {
      item.error("0s is out of range; a bucket's bound must be longer than 0s");
    } else if (!buckets.empty() && *bound <= buckets.back()) {
      item.error(format_duration(*bound) + " is not longer than the " +
                 format_duration(buckets.back()) + " before it; the bounds must rise");
    }
    buckets.push_back(*bound);
  }
  return buckets;
}

}  // namespace

std::string describe(const Setting& setting, std::string_view name) {
  const std::string what = std::string(name) + " of " + format_duration(setting.value);
  if (!setting.written) return "the default " + what;
  return "the " + what + " at " + setting.written->diagnostics().describe(setting.written->place());
}

Timing read_timing(const Fields& fields, const Timing& inherited) {
  Timing timing{read_setting(fields, "interval", {100ms, 1h}, inherited.interval),
                read_setting(fields, "timeout", {10ms, 1h}, inherited.timeout)};
  // Both settings count their level alike, whether or not they are written at it.
  const int level = std::max(inherited.interval.level, inherited.timeout.level) + 1;
  if (fields.find("interval")) timing.interval.level = level;
  if (fields.find("timeout")) timing.timeout.level = level;
  return timing;
}

void check_timing(const Timing& timing) {
  const auto& [interval, timeout] = timing;
  if (!interval.valid || !timeout.valid || timeout.value <= interval.value) return;
  if (timeout.level >= interval.level && timeout.written) {
    timeout.written->error(format_duration(timeout.value) + " is longer than " +
                           describe(interval, "interval") +
                           "; a probe must end before the next one starts");
  } else if (interval.written) {
    interval.written->error(format_duration(interval.value) + " is shorter than " +
                            describe(timeout, "timeout") + "; set a shorter timeout here too");
  }
}

Probing read_probing(const std::optional<Node>& node) {
  Probing probing{{{10s, {}}, {2s, {}}}, {5min, {}}, default_buckets()};
  if (!node) return probing;
  const Fields fields(*node, "a map with interval, timeout, window and rtt_buckets");
  probing.timing = read_timing(fields, probing.timing);
  check_timing(probing.timing);
  probing.window = read_setting(fields, "window", {100ms, 24h}, probing.window);
  if (const auto buckets = fields.find("rtt_buckets")) probing.rtt_buckets = read_buckets(*buckets);
  fields.report_unknown_keys();
  return probing;
}

void check_window(const Setting& window, const Setting& interval) {
  if (!window.valid || !interval.valid || window.value >= interval.value) return;
  if (window.written) {
    window.written->error(format_duration(window.value) + " is shorter than " +
                          describe(interval, "interval") +
                          "; a window contains at least one probe");
  } else if (interval.written) {
    interval.written->error(format_duration(interval.value) + " is longer than " +
                            describe(window, "window") + "; set probing.window too");
  }
}

}  // namespace peeringd
