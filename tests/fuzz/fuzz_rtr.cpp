// The bytes of an untrusted RTR cache, read as PDUs and passed to a session.
#include <span>

#include "fuzz/expect.hpp"
#include "rpki/rtr_pdu.hpp"
#include "rpki/rtr_session.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

constexpr MonotonicTime start{std::chrono::hours{1000}};

PrefixSet monitored() {
  return PrefixSet({*IpPrefix::parse("203.0.113.0/24"), *IpPrefix::parse("2001:db8::/32")});
}

void check_step(const RtrStep& step) {
  expect(step.close == !step.problem.empty(), "a connection that must end has a reason");
  expect(step.send.empty() || step.send.size() >= rtr_header_size, "only whole PDUs are sent");
}

void check_data(const RtrSession& session, const PrefixSet& prefixes, MonotonicTime now) {
  if (!session.vrps()) return;
  expect(session.expires_at() > now, "valid data has time left");
  for (const Vrp& vrp : *session.vrps()) {
    expect(prefixes.overlaps(vrp.network), "only VRPs of our prefixes are kept");
    const int bits = vrp.network.family() == Family::ipv4 ? 32 : 128;
    expect(vrp.network.length() <= vrp.max_length && vrp.max_length <= bits, "lengths are ordered");
  }
}

// A byte 0xff in place of a PDU lets time pass, so that timers are reached.
void run_session(std::span<const std::uint8_t> rest) {
  const PrefixSet prefixes = monitored();
  RtrSession session(prefixes);
  MonotonicTime now = start;
  RtrStep step = session.on_connected("cache", now);
  while (!rest.empty()) {
    if (rest[0] == 0xff) {
      now += std::chrono::minutes{20};
      step = session.on_time(now);
      rest = rest.subspan(1);
    } else {
      const auto read = read_rtr_pdu(rest);
      if (std::holds_alternative<RtrIncomplete>(read)) break;
      if (const auto* error = std::get_if<RtrPduError>(&read)) {
        step = session.on_pdu_error(*error);
        expect(step.close, "an error ends the connection");
      } else {
        const auto& pdu = std::get<RtrPdu>(read);
        expect(pdu.size >= rtr_header_size && pdu.size <= rest.size(), "a PDU has its bytes");
        step = session.on_pdu(pdu, now);
        rest = rest.subspan(pdu.size);
      }
    }
    check_step(step);
    check_data(session, prefixes, now);
    if (!step.close) continue;
    session.on_closed();
    expect(!session.synchronised(), "a closed connection is not synchronised");
    if (!rest.empty() && rest[0] != 0xff) rest = rest.subspan(1);
    check_step(session.on_connected("cache", now));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  run_session({data, size});
  return 0;
}
