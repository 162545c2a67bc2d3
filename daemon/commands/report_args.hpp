// Options of `peeringd report`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

struct ReportArgs {
  std::string url;                       ///< as for the status
  std::vector<std::string> connections;  ///< by name; empty: all
  std::string window = "7d";             ///< as report_window() reads it
  bool csv = false;
  bool json = false;  ///< not with csv
};

/// The length of the window that `text` gives: `1y`, or a duration from a minute to five years.
/// None: it is no such window.
std::optional<Duration> report_window(const std::string& text);

}  // namespace peeringd
