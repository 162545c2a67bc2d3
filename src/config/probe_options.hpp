// The types of probes as the configuration knows them. A new type is its options in config.hpp and
// one entry in probe_options.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "config/fields.hpp"

namespace peeringd {

struct ProbeType {
  std::string_view name;                   ///< value of `type`
  std::span<const std::string_view> keys;  ///< beside type, interval and timeout
  /// Reads those keys, all of which may be missing from `fields`.
  ProbeOptions (*read)(const Fields& fields);
  /// The value of the `probe` label, which tells the probes of one endpoint apart.
  std::string (*label)(const ProbeOptions& options);
};

std::span<const ProbeType> probe_types();

/// Sets `port` from the key `port`, if that is there.
void read_port(const Fields& fields, std::uint16_t& port);

}  // namespace peeringd
