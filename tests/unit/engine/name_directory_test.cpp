// Lookups use real DNS, in a network namespace with a fake name server.
#include "engine/name_directory.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <set>
#include <vector>

#include "net/read_local_network.hpp"
#include "support/addresses.hpp"
#include "support/fake_dns_server.hpp"
#include "support/manual_clock.hpp"
#include "support/namespace_test.hpp"
#include "support/run_until.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::DnsType;
using test::from;
using test::shell;

TEST(NameDirectory, ReturnsALiteralAddressOfItsOwnFamilyOnly) {
  boost::asio::io_context context;
  const test::ManualClock clock;
  NameDirectory hosts(context.get_executor(), clock);
  const EndpointConfig edge = test::endpoint("edge", "192.0.2.1", {});
  const auto v4 = hosts.entry(edge, from("127.0.0.1"));
  EXPECT_TRUE(v4->answered);
  EXPECT_EQ(usable_address(v4->record, clock.now() + 24h * 365), address("192.0.2.1"));
  const auto v6 = hosts.entry(edge, from("::1"));
  EXPECT_TRUE(v6->answered);
  EXPECT_EQ(usable_address(v6->record, clock.now()), std::nullopt);
  EXPECT_TRUE(v6->other_family);
  EXPECT_FALSE(v4->other_family);
  EXPECT_EQ(context.poll(), 0U) << "no query may be sent";
}

// Tests that replace the resolv.conf of the host.
class NameDirectoryWithDns : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/etc/resolv.conf")) GTEST_SKIP() << "no /etc/resolv.conf";
  }
};

// A directory and its name server; create it in a namespace.
class Bench {
 public:
  Bench() { answer("192.0.2.1"); }

  void answer(const char* value) {
    dns.on("edge.test", DnsType::a, {.records = {{"edge.test", DnsType::a, 60, value}}});
  }
  void fail() { dns.on("edge.test", DnsType::a, {.code = test::DnsCode::nxdomain}); }

  std::shared_ptr<const NameEntry> entry(const char* source = "127.0.0.1") {
    return hosts.entry(test::endpoint("edge", "edge.test", {}), from(source));
  }
  std::optional<IpAddress> usable(const NameEntry& entry) {
    return usable_address(entry.record, clock.now());
  }

  // Advances the time and runs the housekeeping, including lookups.
  bool pass(Duration time, const NameEntry& entry) {
    clock.advance(time);
    hosts.refresh();
    return settle(entry);
  }
  bool settle(const NameEntry& entry) {
    return test::run_until(context, [&] { return !entry.asking; });
  }
  std::size_t questions() const { return dns.questions().size(); }

  boost::asio::io_context context;
  test::ManualClock clock;
  test::FakeDnsServer dns{context, "127.0.0.1", 53};
  NameDirectory hosts{context.get_executor(), clock};
};

bool use_the_fake_name_server() {
  return shell("ip link set lo up") &&
         test::replace_file("/etc/resolv.conf", "nameserver 127.0.0.1\n");
}

std::string look_up() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const auto entry = bench.entry();
  CHECK(!entry->answered && !bench.usable(*entry));
  CHECK(bench.settle(*entry));
  CHECK(entry->answered);
  CHECK(bench.usable(*entry) == address("192.0.2.1"));
  CHECK(bench.dns.questions().front().asker == address("127.0.0.1"));
  return {};
}

TEST_F(NameDirectoryWithDns, LooksUpANameForItsSource) {
  SUCCEEDS_IN_A_NAMESPACE(look_up);
}

std::string share() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const auto entry = bench.entry();
  CHECK(bench.entry() == entry);
  CHECK(bench.settle(*entry) && bench.questions() == 1);
  CHECK(bench.entry() == entry && bench.questions() == 1);

  const auto other = bench.entry("127.0.0.2");  // may resolve to another edge
  CHECK(other != entry);
  CHECK(bench.settle(*other) && bench.questions() == 2);
  CHECK(bench.dns.questions().back().asker == address("127.0.0.2"));
  return {};
}

TEST_F(NameDirectoryWithDns, AsksOnceForEachSource) {
  SUCCEEDS_IN_A_NAMESPACE(share);
}

// A name with an A record only, from a source of each family.
std::string leave_out_the_other_family() {
  CHECK(use_the_fake_name_server());
  Bench bench;
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
  Bench bench;
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
  Bench bench;
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

std::string refresh() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  bench.answer("192.0.2.2");
  CHECK(bench.pass(59s, *entry));
  CHECK(bench.questions() == 1);
  CHECK(bench.usable(*entry) == address("192.0.2.1"));
  CHECK(bench.pass(1s, *entry));
  CHECK(bench.questions() == 2);
  CHECK(bench.usable(*entry) == address("192.0.2.2"));
  return {};
}

TEST_F(NameDirectoryWithDns, AsksAgainWhenTheTtlHasRunOut) {
  SUCCEEDS_IN_A_NAMESPACE(refresh);
}

std::string keep_the_last_answer() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  bench.fail();
  CHECK(bench.pass(60s, *entry));
  CHECK(bench.questions() == 2);
  CHECK(bench.usable(*entry) == address("192.0.2.1"));
  CHECK(bench.pass(59min, *entry));
  CHECK(bench.usable(*entry) == address("192.0.2.1"));
  CHECK(bench.pass(2min, *entry));
  CHECK(!bench.usable(*entry));
  CHECK(entry->answered);
  bench.answer("192.0.2.3");
  CHECK(bench.pass(1min, *entry));
  CHECK(bench.usable(*entry) == address("192.0.2.3"));
  return {};
}

TEST_F(NameDirectoryWithDns, KeepsTheLastAnswerForAnHourWhileLookUpsFail) {
  SUCCEEDS_IN_A_NAMESPACE(keep_the_last_answer);
}

std::string begin_as_before() {
  CHECK(use_the_fake_name_server());
  Bench bench;
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
  Bench bench;
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

std::string fail_at_first() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  bench.fail();
  const auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  CHECK(entry->answered && !bench.usable(*entry));
  CHECK(bench.pass(2s, *entry) && bench.questions() == 1);
  bench.answer("192.0.2.1");
  CHECK(bench.pass(3s, *entry) && bench.questions() == 2);
  CHECK(bench.usable(*entry) == address("192.0.2.1"));
  return {};
}

TEST_F(NameDirectoryWithDns, LogsAFailedLookupAndTriesAgain) {
  SUCCEEDS_IN_A_NAMESPACE(fail_at_first);
}

// Blocked or forged names, none of which may be probed.
std::string refuse_what_is_no_endpoint() {
  CHECK(use_the_fake_name_server());
  CHECK(shell("ip tuntap add wan0 mode tun && ip address add 203.0.113.10/24 dev wan0"));
  for (const char* lie : {"0.0.0.0", "127.0.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255",
                          "203.0.113.10", "203.0.113.255"}) {
    Bench bench;
    bench.hosts.use_network(*read_local_network());
    bench.answer(lie);
    const auto entry = bench.entry();
    CHECK(bench.settle(*entry));
    CHECK(entry->answered && !bench.usable(*entry));
    bench.answer("192.0.2.1");
    CHECK(bench.pass(5s, *entry));
    CHECK(bench.usable(*entry) == address("192.0.2.1"));
  }
  return {};
}

TEST_F(NameDirectoryWithDns, IgnoresAddressesThatCannotBeTheEndpoint) {
  SUCCEEDS_IN_A_NAMESPACE(refuse_what_is_no_endpoint);
}

std::string refuse_a_blocklist() {
  CHECK(use_the_fake_name_server());
  CHECK(test::replace_file("/etc/hosts", "0.0.0.0 edge.test\n"));
  Bench bench;
  const auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  CHECK(entry->answered && !bench.usable(*entry));
  CHECK(bench.questions() == 0);  // the file has priority
  return {};
}

TEST_F(NameDirectoryWithDns, IgnoresSuchAddressesInTheHostsFile) {
  SUCCEEDS_IN_A_NAMESPACE(refuse_a_blocklist);
}

std::string lose_an_address_to_the_host() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const auto entry = bench.entry();
  CHECK(bench.settle(*entry) && bench.usable(*entry));
  LocalNetwork network;
  network.addresses = {{address("192.0.2.1"), 32, 1, "lo", true}};
  bench.hosts.use_network(network);
  CHECK(!bench.usable(*entry));
  CHECK(bench.pass(1s, *entry) && bench.questions() == 2);
  CHECK(!bench.usable(*entry));
  bench.hosts.use_network({});
  CHECK(bench.pass(5s, *entry) && bench.usable(*entry));
  return {};
}

TEST_F(NameDirectoryWithDns, RejectsAnAddressThatThisHostUses) {
  SUCCEEDS_IN_A_NAMESPACE(lose_an_address_to_the_host);
}

// Two names that fail together are repeated at different times.
std::string retry_apart() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  std::set<MonotonicTime> times;
  std::vector<std::shared_ptr<const NameEntry>> entries;
  for (int i = 0; i < 8; ++i) {
    const std::string name = "absent" + std::to_string(i) + ".test";
    entries.push_back(bench.hosts.entry(test::endpoint("edge", name, {}), from("127.0.0.1")));
  }
  for (const auto& entry : entries) {
    CHECK(bench.settle(*entry));
    times.insert(entry->record.next_lookup);
  }
  CHECK(times.size() > 1);
  return {};
}

TEST_F(NameDirectoryWithDns, SpreadsTheRepetitionOfFailedLookUps) {
  SUCCEEDS_IN_A_NAMESPACE(retry_apart);
}

// A prefix that returns can use known addresses, even without DNS.
std::string come_back() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  const NameEntry* before = entry.get();
  entry.reset();
  bench.clock.advance(10min);
  bench.hosts.refresh();
  CHECK(bench.questions() == 1);  // the entry is unused
  entry = bench.entry();
  CHECK(entry.get() == before);
  CHECK(bench.usable(*entry) == address("192.0.2.1"));

  const std::weak_ptr<const NameEntry> forgotten = entry;
  entry.reset();
  bench.clock.advance(2h);
  bench.hosts.refresh();
  CHECK(forgotten.expired());
  return {};
}

TEST_F(NameDirectoryWithDns, KeepsUnusedEntriesWhileTheirAddressIsUsable) {
  SUCCEEDS_IN_A_NAMESPACE(come_back);
}

// A line that gets another address need not wait for DNS, which may be down with it.
std::string follow_another_source() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  auto entry = bench.entry();
  CHECK(bench.settle(*entry));
  entry.reset();
  bench.fail();
  const EndpointConfig edge = test::endpoint("edge", "edge.test", {});
  const auto next = bench.hosts.entry(edge, from("127.0.0.2"), from("127.0.0.1"));
  CHECK(next->answered && bench.usable(*next) == address("192.0.2.1"));
  CHECK(next->asking);
  CHECK(bench.settle(*next) && bench.questions() == 2);
  CHECK(bench.usable(*next) == address("192.0.2.1"));
  const auto third = bench.hosts.entry(edge, from("127.0.0.3"), from("127.0.0.2"));
  CHECK(bench.settle(*third) && bench.usable(*third) == address("192.0.2.1"));
  const auto stranger = bench.hosts.entry(edge, from("127.0.0.4"), from("127.0.0.5"));
  CHECK(!stranger->answered && !bench.usable(*stranger));
  bench.clock.advance(59min);
  CHECK(bench.usable(*third) == address("192.0.2.1"));
  bench.clock.advance(2min);
  CHECK(!bench.usable(*next) && !bench.usable(*third));
  bench.answer("192.0.2.3");
  CHECK(bench.pass(1min, *third));
  CHECK(bench.usable(*third) == address("192.0.2.3"));
  return {};
}

TEST_F(NameDirectoryWithDns, KeepsTheLastAnswerWhenTheSourceChanges) {
  SUCCEEDS_IN_A_NAMESPACE(follow_another_source);
}

std::string clear() {
  CHECK(use_the_fake_name_server());
  Bench bench;
  const std::weak_ptr<const NameEntry> entry = bench.entry();
  CHECK(!entry.expired() && entry.lock()->asking);
  bench.hosts.clear();
  bench.context.poll();
  CHECK(entry.expired());
  return {};
}

TEST_F(NameDirectoryWithDns, DropsPendingLookUpsWhenDestroyed) {
  SUCCEEDS_IN_A_NAMESPACE(clear);
}

}  // namespace
}  // namespace peeringd
