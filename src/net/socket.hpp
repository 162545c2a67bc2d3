// Opens sockets that send from a Source and from nowhere else.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <cstdint>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "model/source.hpp"

namespace peeringd {

/// A non-blocking socket of the source's family with the source's device, mark and DSCP, bound to
/// its address. `type` and `protocol` as for socket(2). Errors: EPERM or EACCES (this process may
/// not set SO_MARK or open a raw socket); EADDRNOTAVAIL (the address is no longer local); EMFILE
/// (only the descriptors reserved for others than probes are left: the last 96, or the last quarter
/// of fewer than 384).
SystemResult<Descriptor> open_socket(const Source& source, int type, int protocol);

/// Whether the source's address is still local. A socket that is bound to an IPv6 address goes on
/// sending from it when the address has been removed; with IPv4, the kernel refuses.
bool is_still_local(const Source& source);

/// The last descriptors of this process are reserved for HTTP clients and the network watch, and a
/// few of them for lookups, so that a daemon whose probes have used all others can still report it.
enum class DescriptorUse : std::uint8_t { probe, look_up };

/// True if `descriptor`, which was just opened, is reserved; the caller must then close it
/// (EMFILE).
bool is_kept_from(DescriptorUse use, int descriptor);

/// setsockopt(2) with an int. False on failure; errno says why.
bool set_option(int socket, int level, int name, int value);

/// The pending error of a socket (SO_ERROR), 0 if there is none. Clears it.
int pending_error(int socket);

/// A `struct sockaddr` for sendmsg(2) and connect(2): Asio's endpoint has data() and size().
boost::asio::ip::udp::endpoint socket_address(const IpAddress& address, std::uint16_t port);

}  // namespace peeringd
