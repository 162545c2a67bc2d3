#include "model/probe_options.hpp"

#include <array>

namespace peeringd {
namespace {

struct Reasons {
  using enum LossReason;
  static constexpr std::array<LossReason, 2> icmp{timeout, unreachable};
  // A connection that is reset had stood, and was an answer; the series stays for who queries it.
  static constexpr std::array<LossReason, 4> tcp{timeout, refused, unreachable, reset};
  static constexpr std::array<LossReason, 5> http{timeout, connect, status, body, reset};
  static constexpr std::array<LossReason, 6> https{timeout, connect, tls, status, body, reset};

  static constexpr std::array<LossReason, 3> stun{timeout, refused, unreachable};
  static constexpr std::array<LossReason, 4> dns_query{timeout, refused, unreachable, dns};

  std::span<const LossReason> operator()(const DnsOptions& /*options*/) const { return dns_query; }
  std::span<const LossReason> operator()(const StunOptions& /*options*/) const { return stun; }
  std::span<const LossReason> operator()(const IcmpOptions& /*options*/) const { return icmp; }
  std::span<const LossReason> operator()(const TcpOptions& /*options*/) const { return tcp; }
  std::span<const LossReason> operator()(const HttpOptions& options) const {
    if (options.tls) return https;
    return http;
  }
};

}  // namespace

std::span<const LossReason> loss_reasons_of(const ProbeOptions& options) {
  return std::visit(Reasons{}, options);
}

}  // namespace peeringd
