// Fixtures for tests of the ICMP prober. Each runs in its own network namespace with the allowed
// kind of socket.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "probe/icmp_socket.hpp"
#include "support/addresses.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"

namespace peeringd::test {

/// They are not, in a new network namespace.
inline bool allow_ping_sockets() {
  return shell("echo 0 0 > /proc/sys/net/ipv4/ping_group_range");
}

inline bool opens_as(const char* source, IcmpSocket::Kind kind) {
  const auto socket = IcmpSocket::open(from(source));
  return socket && socket->kind == kind;
}

/// For tests of both kinds of sockets.
class EachKindOfIcmpSocket : public testing::TestWithParam<IcmpSocket::Kind> {
 protected:
  /// Runs `body` with loopback up and sockets of this kind.
  void run(const std::function<std::string()>& body) {
    const auto in_namespace = [this, &body]() -> std::string {
      CHECK(shell("ip link set lo up"));
      CHECK(GetParam() == IcmpSocket::Kind::raw || allow_ping_sockets());
      CHECK(opens_as("127.0.0.1", GetParam()));
      return body();
    };
    SUCCEEDS_IN_A_NAMESPACE(in_namespace);
  }
};

inline const auto both_kinds_of_icmp_socket =
    testing::Values(IcmpSocket::Kind::datagram, IcmpSocket::Kind::raw);

inline std::string name_of_kind(const testing::TestParamInfo<IcmpSocket::Kind>& kind) {
  return kind.param == IcmpSocket::Kind::raw ? "Raw" : "Datagram";
}

}  // namespace peeringd::test
