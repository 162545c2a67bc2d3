// NameDirectory begins with the addresses of a previous run.
#include "unit/engine/name_directory_bench.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::DnsType;
using test::NameBench;
using test::NameDirectoryWithDns;
using test::shell;
using test::use_the_fake_name_server;

std::string begin_as_before() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
  bench.fail();
  const auto known = [&](const char* source, const char* at) {
    return KnownAddress{"edge.test", address(source), address(at), bench.clock.wall() - 23h};
  };
  bench.hosts.restore({known("127.0.0.1", "192.0.2.7"), known("127.0.0.3", "127.0.0.9")});
  const auto entry = bench.entry();
  CHECK(entry->answered);  // it need not wait for DNS
  CHECK(bench.usable(*entry) == address("192.0.2.7"));
  CHECK(entry->record.answered_at == bench.clock.now() - 23h);
  CHECK(bench.settle(*entry) && bench.questions() == 1);
  CHECK(bench.usable(*entry) == address("192.0.2.7"));
  CHECK(!bench.usable(*bench.entry("127.0.0.2")));  // another source
  CHECK(!bench.usable(*bench.entry("127.0.0.3")));  // that address is no endpoint's
  CHECK(bench.pass(61min, *entry));
  CHECK(!bench.usable(*entry));
  bench.answer("192.0.2.3");
  CHECK(bench.pass(1min, *entry));
  CHECK(bench.usable(*entry) == address("192.0.2.3"));
  return {};
}

TEST_F(NameDirectoryWithDns, BeginsWithTheAddressesOfThePreviousRunForAnHour) {
  SUCCEEDS_IN_A_NAMESPACE(begin_as_before);
}

// A host that starts in an outage, as after a power failure, may have another address than before.
std::string begin_as_another_source_before() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
  bench.fail();
  const auto known = [&](const char* source, const char* at, Duration age) {
    return KnownAddress{"edge.test", address(source), address(at), bench.clock.wall() - age};
  };
  bench.hosts.restore({known("127.0.0.3", "192.0.2.3", 3h), known("127.0.0.5", "192.0.2.5", 1h),
                       known("127.0.0.7", "192.0.2.7", 2h), known("127.0.0.9", "127.0.0.9", 0h),
                       known("::1", "2001:db8::1", 0h)});
  const auto entry = bench.entry();
  CHECK(!entry->answered && !bench.usable(*entry));  // its own DNS comes first
  CHECK(bench.settle(*entry));
  CHECK(bench.usable(*entry) == address("192.0.2.5"));  // the latest that may be an endpoint's
  CHECK(entry->record.answered_at == bench.clock.now() - 1h && entry->record.failures == 1);
  const auto other = bench.entry("127.0.0.2");
  CHECK(bench.settle(*other) && bench.usable(*other) == address("192.0.2.5"));
  CHECK(bench.usable(*bench.entry("127.0.0.5")) == address("192.0.2.5"));  // still there
  const EndpointConfig unknown = test::endpoint("edge", "unknown.test", {});
  const auto stranger = bench.hosts.entry(unknown, from("127.0.0.1"));
  CHECK(bench.settle(*stranger) && !bench.usable(*stranger));
  CHECK(bench.pass(61min, *entry));
  CHECK(!bench.usable(*entry));
  bench.answer("192.0.2.1");
  CHECK(bench.pass(1min, *entry) && bench.usable(*entry) == address("192.0.2.1"));
  return {};
}

TEST_F(NameDirectoryWithDns, UsesTheAddressOfAnotherSourceOfThePreviousRunWhereDnsFails) {
  SUCCEEDS_IN_A_NAMESPACE(begin_as_another_source_before);
}

}  // namespace
}  // namespace peeringd
