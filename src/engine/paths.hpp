// The prefixes of all connections at run time: which source each is probed from at the moment, and
// the probers there.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/prober_pool.hpp"
#include "model/local_network.hpp"
#include "model/source.hpp"

namespace peeringd {

struct Config;

struct Path {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;
  SourceChoice choice;
  std::shared_ptr<SourceProbers> probers;  ///< none while there is no source
};

/// A path for each prefix of each connection, in the order of the configuration, without a source.
std::vector<Path> make_paths(const Config& config);

/// The paths of `after`; each has the source of the one by its name in `before` for the moment,
/// until update_paths() chooses anew.
std::vector<Path> carry_over(const std::vector<Path>& paths, const Config& before,
                             const Config& after);

/// Chooses the sources anew, as the host's network is now, logging each change once. Returns the
/// indexes of the paths that leave from elsewhere than before, or no more, or again.
std::vector<std::uint32_t> update_paths(std::vector<Path>& paths, const Config& config,
                                        const LocalNetwork& network, ProberPool& pool);

}  // namespace peeringd
