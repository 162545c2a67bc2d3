// The table of /etc/hosts, and the file that it is read from.
#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <fstream>

#include "resolve/hosts_file.hpp"
#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HostsTable, FindsTheAddressesOfANameByFamily) {
  const HostsTable table(
      "127.0.0.1 localhost\n"
      "# 192.0.2.9 edge.example\n"
      "192.0.2.1\tEdge.Example other.example # 192.0.2.8 comment.example\r\n"
      "  2001:db8::1 edge.example\n"
      "no-address edge.example\n"
      "192.0.2.1 edge.example\n"
      "192.0.2.2 edge.example");
  EXPECT_THAT(table.find("edge.example", Family::ipv4),
              ElementsAre(address("192.0.2.1"), address("192.0.2.2")));
  EXPECT_THAT(table.find("EDGE.EXAMPLE.", Family::ipv6), ElementsAre(address("2001:db8::1")));
  EXPECT_THAT(table.find("other.example", Family::ipv4), ElementsAre(address("192.0.2.1")));
  for (const char* absent : {"comment.example", "192.0.2.1", "example", "", "no-address"}) {
    EXPECT_THAT(table.find(absent, Family::ipv4), IsEmpty()) << absent;
  }
}

TEST(HostsTable, FindsEachNameOfALongBlocklist) {
  std::string text;
  for (int i = 0; i < 150000; ++i) text += "0.0.0.0 host" + std::to_string(i) + ".example\n";
  const HostsTable table(text + "192.0.2.1 edge.example\n");
  for (int i = 0; i < 150000; i += 1000) {
    const std::string name = "host" + std::to_string(i) + ".example";
    EXPECT_THAT(table.find(name, Family::ipv4), ElementsAre(address("0.0.0.0"))) << name;
  }
  EXPECT_THAT(table.find("edge.example", Family::ipv4), ElementsAre(address("192.0.2.1")));
}

class HostsFileTest : public ::testing::Test {
 protected:
  HostsFileTest() { write("192.0.2.1 edge.example\n"); }
  ~HostsFileTest() override { std::remove(path_.c_str()); }

  void write(const std::string& text) {
    std::ofstream{path_ + ".new"} << text;
    std::rename((path_ + ".new").c_str(), path_.c_str());
  }

  // The addresses of edge.example, and whether they were available at once.
  struct Found {
    std::vector<IpAddress> addresses;
    bool called = false;
    bool at_once = false;
  };
  Found find(HostsFile& file) {
    Found found;
    file.read([&found](const HostsTable& table) {
      found.addresses = table.find("edge.example", Family::ipv4);
      found.called = true;
    });
    found.at_once = found.called;
    context_.restart();
    context_.run_for(20s);  // ends when nothing is left to wait for
    EXPECT_TRUE(found.called);
    return found;
  }

  boost::asio::io_context context_;
  const std::string path_ = ::testing::TempDir() + "hosts." + std::to_string(getpid());
};

TEST_F(HostsFileTest, RereadsOnlyAChangedFile) {
  HostsFile file(context_.get_executor(), path_);
  EXPECT_FALSE(find(file).at_once) << "the first call must read the file";
  const Found again = find(file);
  EXPECT_TRUE(again.at_once);
  EXPECT_THAT(again.addresses, ElementsAre(address("192.0.2.1")));
  write("192.0.2.22 edge.example\n");
  const Found changed = find(file);
  EXPECT_FALSE(changed.at_once);
  EXPECT_THAT(changed.addresses, ElementsAre(address("192.0.2.22")));
}

TEST_F(HostsFileTest, IsEmptyIfTheFileIsMissing) {
  HostsFile file(context_.get_executor(), path_ + ".absent");
  EXPECT_THAT(find(file).addresses, IsEmpty());
  EXPECT_TRUE(find(file).at_once);
}

TEST_F(HostsFileTest, DropsPendingCallbacksWhenDestroyed) {
  bool called = false;
  {
    HostsFile file(context_.get_executor(), path_);
    file.read([&called](const HostsTable&) { called = true; });
  }
  context_.run_for(20s);
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace peeringd
