// Binding to an address that no interface has.
#pragma once

#include "model/source.hpp"

namespace peeringd {

/// Allows `socket` to bind to the source's address if only a route makes it local
/// (Source::by_route). False on failure; errno says why.
bool allow_bind(int socket, const Source& source);

}  // namespace peeringd
