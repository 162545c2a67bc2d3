// The test acts as the edge: replies that are forged, duplicate, late or from another address, and
// ICMP errors.
#include "icmp_test.hpp"
#include "support/echo_responder.hpp"
#include "support/prober_bench.hpp"

namespace peeringd {
namespace {

using test::address;
using test::EchoResponder;
using test::from;
using test::ProberBench;
using EventType = test::ProbeEvent::Type;

class IcmpReplies : public test::EachKindOfIcmpSocket {};
INSTANTIATE_TEST_SUITE_P(Kinds, IcmpReplies, test::both_kinds_of_icmp_socket, test::name_of_kind);

// The genuine reply comes last: once it is recorded, the forged ones have been read and dropped.
TEST_P(IcmpReplies, CountOnlyIfGenuine) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"));
    const EchoMessage reply = EchoResponder::reply_to(edge.next_request());
    EchoMessage wrong_code = reply;
    wrong_code.back() ^= 1;
    EchoMessage other_probe = reply;
    other_probe[31] ^= 1;  // the last byte of its number
    edge.send(wrong_code);
    edge.send(other_probe);
    edge.send(EchoCodec().encode_request(Family::ipv4, 1, {}));
    edge.send(reply);
    CHECK(bench.until_recorded(EventType::answered));
    CHECK(bench.recorded({EventType::sent, EventType::answered}));
    return {};
  });
}

TEST_P(IcmpReplies, CountOnlyFromTheDestinationOfTheRequest) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    EchoResponder other(address("127.0.0.3"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    bench.probe(address("127.0.0.3"), 2);
    const EchoMessage first = edge.next_request();
    const EchoMessage second = other.next_request();
    other.send(EchoResponder::reply_to(first));
    other.send(EchoResponder::reply_to(second));
    CHECK(bench.until_recorded(EventType::answered));
    CHECK(bench.recorded({EventType::sent, EventType::sent, EventType::answered}));
    CHECK(bench.last().number == 2);
    return {};
  });
}

TEST_P(IcmpReplies, CountAsStrayTheSecondTime) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    const EchoMessage reply = EchoResponder::reply_to(edge.next_request());
    edge.send(reply);
    edge.send(reply);
    CHECK(bench.until_recorded(EventType::stray));
    CHECK(bench.recorded({EventType::sent, EventType::answered, EventType::stray}));
    CHECK(bench.last().target == 5 && bench.last().number == 77);
    return {};
  });
}

TEST_P(IcmpReplies, CountAsStrayAfterTheProbeWasAbandoned) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.listener.flights.close(bench.probe(address("127.0.0.2"), 77));
    bench.probe(address("127.0.0.2"), 78);  // in the same record
    const EchoMessage late = edge.next_request();
    edge.send(EchoResponder::reply_to(late));
    CHECK(bench.until_recorded(EventType::stray));
    CHECK(bench.last().number == 77);
    CHECK(bench.listener.count(EventType::answered) == 0);
    return {};
  });
}

TEST_P(IcmpReplies, ReportAnUnreachableHostOnlyWithTheWholeRequest) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    const EchoMessage request = edge.next_request();
    EchoMessage forged = request;
    forged.back() ^= 1;
    edge.send_unreachable(forged);
    edge.send_unreachable(std::span(request).first(8));  // as little as RFC 792 asks to be quoted
    bench.drain();
    CHECK(bench.recorded({EventType::sent}));
    edge.send_unreachable(request);
    CHECK(bench.until_recorded(EventType::lost));
    CHECK(bench.recorded({EventType::sent, EventType::lost}));
    CHECK(bench.last().loss == LossReason::unreachable && bench.last().number == 77);
    return {};
  });
}

TEST_P(IcmpReplies, CountErrorsOnlyForTheDestinationOfTheRequest) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    EchoResponder other(address("127.0.0.3"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    bench.probe(address("127.0.0.3"), 2);
    const EchoMessage first = edge.next_request();
    const EchoMessage second = other.next_request();
    other.send_unreachable(first);
    other.send_unreachable(second);
    CHECK(bench.until_recorded(EventType::lost));
    CHECK(bench.recorded({EventType::sent, EventType::sent, EventType::lost}));
    CHECK(bench.last().number == 2);
    return {};
  });
}

// The kernel reports an ICMP error at the next system call, which may be for another probe.
TEST_P(IcmpReplies, DoNotBlockTheNextProbeAfterAnError) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    edge.send_unreachable(edge.next_request());
    bench.probe(address("127.0.0.2"), 2);
    edge.send(EchoResponder::reply_to(edge.next_request()));
    CHECK(bench.until_recorded(EventType::answered));
    CHECK(bench.until_recorded(EventType::lost));
    CHECK(bench.listener.count(EventType::sent) == 2);
    CHECK(bench.listener.count(EventType::not_sent) == 0);
    return {};
  });
}

}  // namespace
}  // namespace peeringd
