// Which files root can read and the service cannot, whose user has no right but those of all
// (DynamicUser=).
#pragma once

#include "yaml/diagnostics.hpp"

namespace peeringd {

/// Warns of each file that was read or named so far and that others may not read, unless it is
/// below the folder of credentials. Blocks on the file system.
void warn_of_what_the_service_cannot_read(Diagnostics& diagnostics);

}  // namespace peeringd
