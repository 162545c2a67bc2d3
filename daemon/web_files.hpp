// The files of the folder web/, which the build puts into the program.
#pragma once

#include <span>

#include "http/message.hpp"

namespace peeringd {

/// Sorted by path. Any thread.
std::span<const EmbeddedFile> web_files();

}  // namespace peeringd
