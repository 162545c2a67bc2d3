// How often and how long to probe: the defaults of `probing`, and the overrides of an endpoint or a
// probe.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "yaml/fields.hpp"

namespace peeringd {

/// A duration and where it came from, so that a contradiction can name both sides.
struct Setting {
  Duration value{};
  std::optional<Node> written;  ///< nothing: the built-in default
  int level = 0;                ///< the larger the more specific; 0: the built-in default
  bool valid = true;            ///< false: reported already, and not to be compared
};

/// `the default timeout of 2s`, or `the timeout of 2s at peeringd.yaml:5:3`.
std::string describe(const Setting& setting, std::string_view name);

struct Timing {
  Setting interval;
  Setting timeout;
};

/// `inherited`, overridden by `interval` and `timeout` of `fields`.
Timing read_timing(const Fields& fields, const Timing& inherited);

/// Reports a timeout longer than the interval, at the more specific of the two.
void check_timing(const Timing& timing);

struct Probing {
  Timing timing;
  Setting window;
  std::vector<Duration> rtt_buckets;
};

/// The built-in defaults, overridden by `node`, the value of `probing`.
Probing read_probing(const std::optional<Node>& node);

/// Reports a window that is shorter than the longest `interval`.
void check_window(const Setting& window, const Setting& interval);

}  // namespace peeringd
