// Lookups use real DNS, in a network namespace with a fake name server.
#include <set>
#include <vector>

#include "net/read_local_network.hpp"
#include "unit/engine/name_directory_bench.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::DnsType;
using test::from;
using test::NameBench;
using test::NameDirectoryWithDns;
using test::shell;
using test::use_the_fake_name_server;

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

std::string look_up() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
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
  NameBench bench;
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

std::string refresh() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
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
  NameBench bench;
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

std::string fail_at_first() {
  CHECK(use_the_fake_name_server());
  NameBench bench;
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
    NameBench bench;
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
  NameBench bench;
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
  NameBench bench;
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
  NameBench bench;
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
  NameBench bench;
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
  NameBench bench;
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
  NameBench bench;
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
