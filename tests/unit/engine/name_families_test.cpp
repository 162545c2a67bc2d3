// How NameDirectory distinguishes a host with addresses of one family only from an outage of DNS.
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

// A name with an A record only, from a source of each family.
std::string leave_out_the_other_family() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
  bench.dns.on("edge.test", DnsType::aaaa, {});
  const auto v6 = bench.entry("::1");
  CHECK(bench.settle(*v6));
  CHECK(!v6->other_family && v6->lookups.failing_since);  // may as well be an outage of the DNS
  const auto v4 = bench.entry();
  CHECK(bench.settle(*v4) && bench.usable(*v4));
  CHECK(v6->other_family && !v6->lookups.failing_since);
  CHECK(!v4->other_family);

  CHECK(bench.pass(5s, *v6));
  CHECK(v6->other_family && !v6->lookups.failing_since && v6->lookups.failures == 1);
  bench.dns.on("edge.test", DnsType::aaaa,
               {.records = {{"edge.test", DnsType::aaaa, 60, "2001:db8::1"}}});
  CHECK(bench.pass(60s, *v6));
  CHECK(!v6->other_family && bench.usable(*v6) == address("2001:db8::1"));

  // From now on, no record is an outage.
  bench.dns.on("edge.test", DnsType::aaaa, {});
  CHECK(bench.pass(60s, *v6));
  CHECK(!v6->other_family && v6->lookups.failing_since);
  return {};
}

TEST_F(NameDirectoryWithDns, DoesNotTakeANameOfTheOtherFamilyForAnOutage) {
  SUCCEEDS_IN_A_NAMESPACE(leave_out_the_other_family);
}

// Another source finds an address of the family: the name server of the first withholds it.
std::string notice_a_withheld_record() {
  CHECK(use_the_fake_name_server());
  CHECK(shell("ip address add 2001:db8::1/128 dev lo nodad"));
  NameBench bench;
  bench.dns.on("edge.test", DnsType::aaaa, {});
  const auto withheld = bench.entry("::1");
  CHECK(bench.settle(*withheld));
  const auto v4 = bench.entry();
  CHECK(bench.settle(*v4) && withheld->other_family);
  bench.dns.on("edge.test", DnsType::aaaa,
               {.records = {{"edge.test", DnsType::aaaa, 60, "2001:db8::2"}}});
  const auto other = bench.entry("2001:db8::1");
  CHECK(bench.settle(*other) && bench.usable(*other));
  CHECK(!withheld->other_family);
  bench.dns.on("edge.test", DnsType::aaaa, {});
  CHECK(bench.pass(60s, *withheld));
  CHECK(!withheld->other_family && withheld->lookups.failing_since);
  return {};
}

TEST_F(NameDirectoryWithDns, TakesARecordThatOneSourceLacksForAnOutage) {
  SUCCEEDS_IN_A_NAMESPACE(notice_a_withheld_record);
}

std::string keep_names_that_do_not_exist() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
  bench.dns.on("edge.test", DnsType::aaaa, {.code = test::DnsCode::nxdomain});
  const auto v4 = bench.entry();
  CHECK(bench.settle(*v4));
  const auto v6 = bench.entry("::1");
  CHECK(bench.settle(*v6));
  CHECK(!v6->other_family && v6->lookups.failing_since);
  return {};
}

TEST_F(NameDirectoryWithDns, TakesANameThatDoesNotExistForAnOutage) {
  SUCCEEDS_IN_A_NAMESPACE(keep_names_that_do_not_exist);
}

}  // namespace
}  // namespace peeringd
