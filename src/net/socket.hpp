// Opening sockets that leave from a Source and from nowhere else.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <cstdint>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "model/source.hpp"

namespace peeringd {

/// A non-blocking socket of the source's family with the source's device, mark and DSCP, bound to
/// its address. `type` and `protocol` as for socket(2). EPERM or EACCES: the kernel does not allow
/// it to this process (SO_MARK, a raw socket); EADDRNOTAVAIL: the address is not local any more;
/// EMFILE: no descriptor is left but the last 96, or the last quarter of fewer than 384, which are
/// for others than probes.
SystemResult<Descriptor> open_socket(const Source& source, int type, int protocol);

/// The last descriptors that this process may have are kept for the clients of the HTTP server and
/// for the watch of the host's addresses, and a few of them for look-ups, so that a daemon whose
/// probes have used up the others can still say so.
enum class DescriptorUse : std::uint8_t { probe, look_up };

/// Whether `descriptor`, which was just opened, is one of those; it is then to be closed (EMFILE).
bool is_kept_from(DescriptorUse use, int descriptor);

/// setsockopt(2) with an int. False when the kernel refuses; errno says why.
bool set_option(int socket, int level, int name, int value);

/// The error that a socket has kept for us (SO_ERROR), 0 when there is none. Takes it away.
int pending_error(int socket);

/// Value of `struct sockaddr` for sendmsg(2) and connect(2): Asio's endpoint has data() and size().
boost::asio::ip::udp::endpoint socket_address(const IpAddress& address, std::uint16_t port);

}  // namespace peeringd
