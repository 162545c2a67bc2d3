// The files of web/, embedded into the program by the build.
#pragma once

#include <span>

#include "http/message.hpp"

namespace peeringd {

/// Sorted by path. Any thread.
std::span<const EmbeddedFile> web_files();

}  // namespace peeringd
