// A NameDirectory and its name server, in a network namespace whose resolv.conf names that server.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/name_directory.hpp"
#include "support/addresses.hpp"
#include "support/fake_dns_server.hpp"
#include "support/manual_clock.hpp"
#include "support/namespace_test.hpp"
#include "support/run_until.hpp"
#include "support/test_config.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

// Tests that replace the resolv.conf of the host.
class NameDirectoryWithDns : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/etc/resolv.conf")) GTEST_SKIP() << "no /etc/resolv.conf";
  }
};

// A directory and its name server; create it in a namespace.
class NameBench {
 public:
  NameBench() { answer("192.0.2.1"); }

  void answer(const char* value) {
    dns.on("edge.test", DnsType::a, {.records = {{"edge.test", DnsType::a, 60, value}}});
  }
  void fail() { dns.on("edge.test", DnsType::a, {.code = DnsCode::nxdomain}); }

  std::shared_ptr<const NameEntry> entry(const char* source = "127.0.0.1") {
    return hosts.entry(endpoint("edge", "edge.test", {}), from(source));
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
    return run_until(context, [&] { return !entry.asking; });
  }
  std::size_t questions() const { return dns.questions().size(); }

  boost::asio::io_context context;
  ManualClock clock;
  FakeDnsServer dns{context, "127.0.0.1", 53};
  NameDirectory hosts{context.get_executor(), clock};
};

inline bool use_the_fake_name_server() {
  return shell("ip link set lo up") && replace_file("/etc/resolv.conf", "nameserver 127.0.0.1\n");
}

}  // namespace peeringd::test
