#include "model/probe_traits.hpp"

#include <array>
#include <variant>

namespace peeringd {
namespace {

struct Traits {
  using enum LossReason;
  static constexpr std::array icmp{timeout, unreachable};
  // A reset follows an established connection, which counts as an answer. The series stays for
  // queries that use it.
  static constexpr std::array tcp{timeout, refused, unreachable, reset};
  static constexpr std::array http{timeout, refused, unreachable, status, body, reset};
  static constexpr std::array https{timeout, refused, unreachable, tls, status, body, reset};
  static constexpr std::array stun{timeout, refused, unreachable};
  static constexpr std::array dns_query{timeout, refused, unreachable, dns};

  ProbeTraits operator()(const IcmpOptions& /*options*/) const { return {.loss_reasons = icmp}; }
  ProbeTraits operator()(const TcpOptions& /*options*/) const { return {.loss_reasons = tcp}; }
  ProbeTraits operator()(const StunOptions& options) const {
    return {.loss_reasons = stun,
            .burst = options.count,
            .spacing = options.spacing,
            .may_be_silent = true};
  }
  ProbeTraits operator()(const HttpOptions& options) const {
    const bool expects = !options.expect_status.empty() || options.expect_body.has_value();
    ProbeTraits traits{.loss_reasons = http,
                       .follows_another = options.follows,
                       .proves_host = (options.tls && options.verify) || expects};
    if (!options.tls) return traits;
    traits.loss_reasons = https;
    traits.trusted_roots = options.ca_file;
    return traits;
  }
  ProbeTraits operator()(const DnsOptions& options) const {
    return {.loss_reasons = dns_query, .measures_edge = false, .destination = options.server};
  }
};

}  // namespace

ProbeTraits traits_of(const ProbeOptions& options) {
  return std::visit(Traits{}, options);
}

}  // namespace peeringd
