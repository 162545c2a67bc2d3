// A reply of an untrusted name server, parsed for the addresses of a name.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "resolve/dns_answer.hpp"

namespace {

using namespace peeringd;

void require(bool condition) {
  if (!condition) std::abort();
}

void read(std::span<const std::uint8_t> reply, Family family) {
  const DnsAnswer answer = read_dns_answer(reply, "a.example", family);
  require(answer.addresses.empty() == !answer.refusal.empty());
  require(answer.addresses.empty() || answer.final);
  require(answer.ttl >= Duration{0} && answer.ttl <= std::chrono::seconds{0x7fffffff});
  for (const IpAddress& address : answer.addresses) require(family_of(address) == family);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> reply(data, size);
  read(reply, Family::ipv4);
  read(reply, Family::ipv6);
  std::vector<std::uint8_t> buffer(512);
  std::copy_n(data, std::min(size, buffer.size()), buffer.begin());
  const std::size_t completed = complete_refusal(buffer, std::min(size, buffer.size()), reply);
  require(completed <= buffer.size());
  return 0;
}
