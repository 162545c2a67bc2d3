// The types of probes as the configuration knows them. A new type is its options in
// model/probe_options.hpp, its reader in a file here, and one entry in probes.cpp.
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
  /// The value of the `probe` label, which distinguishes the probes of one endpoint.
  std::string (*label)(const ProbeOptions& options);
  /// Reports options that do not go with the timing; none where there is nothing to check.
  void (*check)(const ProbeOptions& options, const Timing& timing, const Fields& fields) = nullptr;
};

std::span<const ProbeType> probe_types();

// Each in a file of its own, NAME_options.cpp.
ProbeType https_type();
ProbeType http_type();
ProbeType stun_type();
ProbeType dns_type();

}  // namespace peeringd
