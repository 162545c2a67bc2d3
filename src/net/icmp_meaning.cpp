#include "net/icmp_meaning.hpp"

#include <linux/icmp.h>
#include <netinet/icmp6.h>

namespace peeringd {
namespace {

bool says_undelivered_v4(std::uint8_t type, std::uint8_t code) {
  switch (type) {
    case ICMP_DEST_UNREACH:
      return code != ICMP_FRAG_NEEDED;
    case ICMP_TIME_EXCEEDED:
    case ICMP_PARAMETERPROB:
      return true;
    default:
      return false;
  }
}

bool says_undelivered_v6(std::uint8_t type) {
  return type == ICMP6_DST_UNREACH || type == ICMP6_TIME_EXCEEDED || type == ICMP6_PARAM_PROB;
}

}  // namespace

bool says_undelivered(Family family, std::uint8_t type, std::uint8_t code) {
  return family == Family::ipv4 ? says_undelivered_v4(type, code) : says_undelivered_v6(type);
}

}  // namespace peeringd
