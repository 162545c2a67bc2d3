// Messages of the kernel about addresses and routes. Their content is trusted, their format is not:
// a newer kernel may add attributes, and an overrun socket may truncate messages.
#include <cstring>
#include <vector>

#include "fuzz/expect.hpp"
#include "net/netlink_answers.hpp"
#include "net/netlink_message.hpp"
#include "net/netlink_tables.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peeringd;
  // Aligned to four bytes, and of exact size for AddressSanitizer.
  std::vector<std::byte> datagram(size);
  if (size > 0) std::memcpy(datagram.data(), data, size);
  NetlinkTables tables;
  std::uint32_t sequence = 1;
  if (size >= 12) std::memcpy(&sequence, data + 8, sizeof sequence);  // nlmsg_seq
  read_dump(datagram, sequence, tables);
  concerns_local_network(datagram);
  netlink::for_each_message(datagram, [](const nlmsghdr& /*header*/, netlink::Bytes payload) {
    netlink::read_chosen_route(payload);
    netlink::read_interface_state(payload);
    netlink::read_neighbour(payload);
  });
  const LocalNetwork network = make_local_network(tables);
  fuzz::expect(network.addresses.size() <= tables.addresses.size(), "nothing is made up");
  return 0;
}
