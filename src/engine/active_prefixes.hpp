// The prefixes of all connections at run time, each with its current source and the probers of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/prober_pool.hpp"
#include "model/event.hpp"
#include "model/local_network.hpp"
#include "model/source.hpp"

namespace peeringd {

struct Config;

struct ActivePrefix {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;
  SourceChoice choice;
  std::shared_ptr<SourceProbers> probers;  ///< null while there is no source
  std::optional<Source> last_source{};     ///< before the current one, or before there was none
};

/// One for each prefix of each connection, in the order of the configuration, without a source.
std::vector<ActivePrefix> make_active_prefixes(const Config& config);

/// The prefixes of `after`. Each keeps the source of the path with its name in `before` until
/// update_sources().
std::vector<ActivePrefix> carry_over(const std::vector<ActivePrefix>& prefixes,
                                     const Config& before, const Config& after);

/// Chooses all sources again for the host's current network, and publishes each change once.
/// Returns the indexes of prefixes whose source changed, appeared or disappeared.
std::vector<std::uint32_t> update_sources(std::vector<ActivePrefix>& prefixes, const Config& config,
                                          const LocalNetwork& network, ProberPool& pool,
                                          const EventSink& events = {});

}  // namespace peeringd
