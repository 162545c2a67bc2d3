// The types of probes as the configuration knows them. A new type is its options in config.hpp and
// one entry in probe_options.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/probing.hpp"
#include "model/probe_options.hpp"
#include "yaml/fields.hpp"

namespace peeringd {

struct ProbeType {
  std::string_view name;  ///< value of `type`
  /// Reads the keys beside type, interval and timeout. Asks for each of them, whichever are there:
  /// these are the keys that the type has.
  ProbeOptions (*read)(const Fields& fields);
  /// The value of the `probe` label, which tells the probes of one endpoint apart.
  std::string (*label)(const ProbeOptions& options);
  /// Reports options that do not go with the timing; none where there is nothing to check.
  void (*check)(const ProbeOptions& options, const Timing& timing, const Fields& fields) = nullptr;
};

std::span<const ProbeType> probe_types();

}  // namespace peeringd
