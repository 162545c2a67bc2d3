// Who else on this host may read a file.
#pragma once

#include <filesystem>
#include <string>

namespace peeringd {

/// What keeps a user from reading the file who neither owns it nor is in its group, as `mode 0640`
/// or `its folder /etc/ssl/private has mode 0710`. Empty where nothing does. By permission bits
/// alone. Blocks on the file system.
std::string obstacle_to_others(const std::filesystem::path& file);

/// Whether nothing does; false for a file that is not there.
bool others_may_read(const std::filesystem::path& file);

/// `mode 0644`; `no such file` where there is none.
std::string mode_of(const std::filesystem::path& path);

}  // namespace peeringd
