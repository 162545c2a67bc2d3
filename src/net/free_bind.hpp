// Binding to an address that no interface has.
#pragma once

#include "model/source.hpp"

namespace peeringd {

/// Lets `socket` be bound to the source's address where only a route makes it local
/// (Source::by_route). False when the kernel refuses; errno says why.
bool allow_bind(int socket, const Source& source);

}  // namespace peeringd
