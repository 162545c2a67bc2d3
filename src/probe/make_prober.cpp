#include <variant>

#include "probe/dns_prober.hpp"
#include "probe/http_prober.hpp"
#include "probe/icmp_prober.hpp"
#include "probe/prober.hpp"
#include "probe/stun_prober.hpp"
#include "probe/tcp_prober.hpp"

namespace peeringd {
namespace {

struct Maker {
  const Source& source;
  const ProberContext& context;

  std::unique_ptr<Prober> operator()(const IcmpOptions& /*options*/) const {
    return std::make_unique<IcmpProber>(source, context);
  }
  std::unique_ptr<Prober> operator()(const TcpOptions& /*options*/) const {
    return std::make_unique<TcpProber>(source, context);
  }
  std::unique_ptr<Prober> operator()(const HttpOptions& /*options*/) const {
    return std::make_unique<HttpProber>(source, context);
  }
  std::unique_ptr<Prober> operator()(const StunOptions& /*options*/) const {
    return std::make_unique<StunProber>(source, context);
  }
  std::unique_ptr<Prober> operator()(const DnsOptions& /*options*/) const {
    return std::make_unique<DnsProber>(source, context);
  }
};

}  // namespace

std::unique_ptr<Prober> make_prober(const ProbeOptions& options, const Source& source,
                                    const ProberContext& context) {
  return std::visit(Maker{source, context}, options);
}

}  // namespace peeringd
