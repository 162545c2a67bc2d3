#include "net/netlink_tables.hpp"

#include <gmock/gmock.h>

#include <cstring>

#include "unit/net/reported_network.hpp"

namespace peeringd {
namespace {

using test::Datagram;
using test::NetlinkMessage;
using test::reported::address;
using test::reported::datagram;
using test::reported::default_route;
using test::reported::link;
using test::reported::network;
using test::reported::route;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> addresses(const LocalNetwork& network) {
  std::vector<std::string> texts;
  for (const LocalAddress& each : network.addresses) texts.push_back(each.address.to_string());
  return texts;
}

TEST(NetlinkTables, GiveAnAddressItsInterfaceAndLength) {
  const auto found = network({link(2, "wan0"), address(2, "203.0.113.10", 24)});
  ASSERT_THAT(found.addresses, SizeIs(1));
  EXPECT_EQ(found.addresses[0],
            (LocalAddress{boost::asio::ip::make_address("203.0.113.10"), 24, 2, "wan0", true}));
}

TEST(NetlinkTables, UseTheLocalEndOfAPointToPointLink) {
  auto message = address(2, "192.0.2.1", 32);  // the peer
  message.address(IFA_LOCAL, "192.0.2.2");
  EXPECT_THAT(addresses(network({link(2, "ppp0"), message})), ElementsAre("192.0.2.2"));
}

TEST(NetlinkTables, RequireAnInterfaceThatCarriesPackets) {
  struct Row {
    const char* what;
    unsigned flags;
    bool usable;
  };
  for (const Row& row :
       {Row{"up with carrier", IFF_UP | IFF_RUNNING, true},
        Row{"up without carrier", IFF_UP, false}, Row{"down", 0, false},
        Row{"down with carrier", IFF_RUNNING, false}, Row{"loopback", IFF_UP | IFF_LOOPBACK, true},
        Row{"loopback that is down", IFF_LOOPBACK, false}}) {
    const auto found = network({link(2, "eth0", row.flags), address(2, "192.0.2.1", 24)});
    ASSERT_THAT(found.addresses, SizeIs(1)) << row.what;
    EXPECT_EQ(found.addresses[0].usable, row.usable) << row.what;
  }
}

TEST(NetlinkTables, RejectAnAddressUntilItIsKnownToBeUnique) {
  for (const std::uint32_t flags : {IFA_F_TENTATIVE, IFA_F_DADFAILED}) {
    const auto found = network({link(2, "eth0"), address(2, "2001:db8::1", 64, flags)});
    ASSERT_THAT(found.addresses, SizeIs(1));
    EXPECT_FALSE(found.addresses[0].usable) << flags;
  }
}

TEST(NetlinkTables, OrderAddressesByLifetime) {
  const auto found = network({
      link(2, "eth0"),
      address(2, "192.0.2.3", 24, IFA_F_SECONDARY),
      address(2, "2001:db8::d", 64, IFA_F_DEPRECATED),
      address(2, "2001:db8::1", 64, IFA_F_TEMPORARY),
      address(2, "2001:db8::2", 64),
      address(2, "192.0.2.9", 24),
  });
  EXPECT_THAT(addresses(found),
              ElementsAre("192.0.2.9", "2001:db8::2", "192.0.2.3", "2001:db8::1", "2001:db8::d"));
}

TEST(NetlinkTables, OrderAddressesIndependentlyOfTheKernelsOrder) {
  const auto one = network({link(2, "a"), link(3, "b"), address(3, "192.0.2.1", 24),
                            address(2, "192.0.2.20", 24), address(2, "192.0.2.10", 24)});
  const auto other = network({address(2, "192.0.2.10", 24), address(2, "192.0.2.20", 24),
                              address(3, "192.0.2.1", 24), link(3, "b"), link(2, "a")});
  EXPECT_THAT(addresses(one), ElementsAre("192.0.2.10", "192.0.2.20", "192.0.2.1"));
  EXPECT_EQ(one, other);
}

TEST(NetlinkTables, GiveALinkLocalAddressItsScope) {
  const auto found = network({link(9, "eth0"), address(9, "fe80::1", 64)});
  ASSERT_THAT(found.addresses, SizeIs(1));
  EXPECT_EQ(found.addresses[0].address.to_v6().scope_id(), 9u);
}

TEST(NetlinkTables, SkipEntriesWithoutAnInterface) {
  const auto found = network({address(4, "192.0.2.1", 24), route(AF_INET, 4)});
  EXPECT_EQ(found, LocalNetwork{});
}

TEST(NetlinkTables, ReportThatADumpIsDoneInterruptedOrRefused) {
  NetlinkTables tables;
  const auto progress = [&](const NetlinkMessage& message) {
    return read_dump(datagram({message}), NetlinkMessage::sequence, tables);
  };
  EXPECT_FALSE(progress(link(2, "wan0")).done);
  EXPECT_TRUE(progress(NetlinkMessage{NLMSG_DONE, 0}).done);
  EXPECT_EQ(progress(NetlinkMessage{NLMSG_ERROR, -EPERM}).error, EPERM);
  EXPECT_TRUE(progress(link(2, "wan0").flags(NLM_F_DUMP_INTR)).interrupted);
  EXPECT_FALSE(progress(NetlinkMessage{NLMSG_DONE, 0}.answering(6)).done) << "another's answer";
}

// The rest of the message is given an exact allocation, so that AddressSanitizer sees every byte
// read beyond it.
void read_as_far_as(const Datagram& whole, std::size_t size) {
  const Datagram cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
  NetlinkTables tables;
  read_dump(cut, NetlinkMessage::sequence, tables);
  concerns_local_network(cut);
  EXPECT_LE(make_local_network(tables).addresses.size(), 1u);
}

Datagram one_of_each() {
  const rtnexthop hop{sizeof(rtnexthop), 0, 0, 2};
  NetlinkMessage multipath{RTM_NEWROUTE, default_route(AF_INET)};
  multipath.bytes(RTA_MULTIPATH, &hop, sizeof hop);
  return datagram({link(2, "wan0"), address(2, "2001:db8::1", 64), multipath,
                   NetlinkMessage{NLMSG_ERROR, -EPERM}});
}

TEST(NetlinkTables, SurviveADatagramCutAnywhere) {
  const Datagram whole = one_of_each();
  for (std::size_t size = 0; size <= whole.size(); ++size) read_as_far_as(whole, size);
}

TEST(NetlinkTables, SurviveAnyWrongByte) {
  const Datagram whole = one_of_each();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int value : {0x00, 0x01, 0x03, 0x7f, 0x80, 0xff}) {
      Datagram wrong = whole;
      wrong[i] = static_cast<std::byte>(value);
      read_as_far_as(wrong, wrong.size());
    }
  }
}

// An attribute that holds others.
NetlinkMessage& nest(NetlinkMessage& message, std::uint16_t type, std::uint16_t inner,
                     const std::string& text) {
  std::vector<std::byte> list(RTA_SPACE(text.size() + 1));
  const rtattr head{static_cast<unsigned short>(RTA_LENGTH(text.size() + 1)), inner};
  std::memcpy(list.data(), &head, sizeof head);
  std::memcpy(list.data() + RTA_LENGTH(0), text.c_str(), text.size() + 1);
  return message.bytes(type | NLA_F_NESTED, list.data(), list.size());
}

TEST(NetlinkTables, KnowEachInterfaceByItsOtherNamesToo) {
  auto named = link(2, "wan0", IFF_UP);
  nest(named, IFLA_PROP_LIST, IFLA_ALT_IFNAME, "wan-contoso-seattle-1");
  const auto found = network({named, link(3, "wan1")});
  EXPECT_THAT(found.interfaces,
              ElementsAre(LocalInterface{2, "wan0", {"wan-contoso-seattle-1"}, false, false},
                          LocalInterface{3, "wan1", {}, true, false}));
  ASSERT_NE(find_interface(found, "wan-contoso-seattle-1"), nullptr);
  EXPECT_EQ(find_interface(found, "wan-contoso-seattle-1")->index, 2U);
  EXPECT_EQ(find_interface(found, "wan1")->index, 3U);
  EXPECT_EQ(find_interface(found, "wan2"), nullptr);
}

TEST(NetlinkTables, TreatADummyDeviceLikeLoopback) {
  auto dummy = link(2, "services");
  nest(dummy, IFLA_LINKINFO, IFLA_INFO_KIND, "dummy");
  auto cable = link(3, "wan0");
  nest(cable, IFLA_LINKINFO, IFLA_INFO_KIND, "veth");
  const auto found = network({dummy, cable, link(4, "lo", IFF_UP | IFF_LOOPBACK)});
  EXPECT_TRUE(find_interface(found, "services")->loopback_like);
  EXPECT_FALSE(find_interface(found, "wan0")->loopback_like);
  EXPECT_TRUE(find_interface(found, "lo")->loopback_like);
}

TEST(NetlinkTables, SkipAnIpv4MappedAddress) {
  EXPECT_THAT(network({link(2, "wan0"), address(2, "::ffff:203.0.113.10", 128)}).addresses,
              IsEmpty());
}

TEST(NetlinkTables, SkipAddressesOfAnImpossibleLength) {
  EXPECT_THAT(network({link(2, "wan0"), address(2, "192.0.2.1", 33)}).addresses, IsEmpty());
  ifaddrmsg fixed{};
  fixed.ifa_family = AF_INET;
  fixed.ifa_index = 2;
  NetlinkMessage six_bytes{RTM_NEWADDR, fixed};
  six_bytes.bytes(IFA_ADDRESS, "\xc0\x00\x02\x01\x00\x00", 6);
  EXPECT_THAT(network({link(2, "wan0"), six_bytes}).addresses, IsEmpty());
}

}  // namespace
}  // namespace peeringd
