#include "net/free_bind.hpp"

#include <netinet/in.h>

#include "net/socket.hpp"

namespace peeringd {

bool allow_bind(int socket, const Source& source) {
  return !source.by_route || set_option(socket, IPPROTO_IP, IP_FREEBIND, 1);
}

}  // namespace peeringd
