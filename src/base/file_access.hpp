// Checks whether other users of this host may read a file.
#pragma once

#include <filesystem>
#include <string>

namespace peeringd {

/// The reason why other users (neither owner nor group) cannot read the file, such as `mode 0640`
/// or `its folder /etc/ssl/private has mode 0710`. Empty if they can. Checks only permission bits.
/// Blocks on the file system.
std::string obstacle_to_others(const std::filesystem::path& file);

/// Whether other users may read it; false for a missing file.
bool others_may_read(const std::filesystem::path& file);

/// `mode 0644`, or `no such file`.
std::string mode_of(const std::filesystem::path& path);

}  // namespace peeringd
