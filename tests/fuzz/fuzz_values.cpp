// Scalars of the configuration and of the command line: parsed values are in range, and formatting
// and parsing them again gives the same value.
#include "base/duration.hpp"
#include "config/values.hpp"
#include "config/web.hpp"
#include "fuzz/expect.hpp"
#include "model/ip_prefix.hpp"
#include "yaml/scalars.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

void read_duration(std::string_view text) {
  const auto duration = parse_duration(text);
  if (!duration) return expect(!duration.error().message.empty(), "a mistake says what it is");
  expect(*duration >= Duration{} && *duration <= std::chrono::hours(24 * 10000), "it is in range");
  if (*duration % std::chrono::microseconds(1) != Duration{}) return;
  const auto again = parse_duration(format_duration(*duration));
  expect(again && *again == *duration, "a duration is read back");
}

void read_prefix(std::string_view text) {
  const auto exact = IpPrefix::parse(text);
  const auto any = IpPrefix::parse_with_host_bits(text);
  if (exact) expect(any && *any == *exact, "host bits are all that is forgiven");
  if (!any) return;
  expect(any->contains(any->network()) && any->overlaps(*any), "a prefix holds itself");
  const auto again = IpPrefix::parse(any->to_string());
  expect(again && *again == *any, "a prefix is read back");
  unusable_range(*any);
  private_range(*any);
}

void read_address(std::string_view text) {
  const auto address = parse_address(text);
  if (!address) return;
  const auto again = parse_address(address->to_string());
  expect(again && *again == *address, "an address is read back");
}

void read_numbers(std::string_view text) {
  const auto number = parse_whole_number(text, 3, 70000);
  if (number) expect(*number >= 3 && *number <= 70000, "a number is in range");
  const auto degrees = parse_degrees(text, 90);
  if (degrees) expect(*degrees >= -90 && *degrees <= 90, "degrees are in range");
  const auto dscp = parse_dscp(text);
  if (dscp) expect(*dscp < 64, "a code point has six bits");
  parse_port(text);
  parse_mark(text);
}

void read_names(std::string_view text) {
  const auto name = parse_name(text);
  if (name) expect(!name->empty() && name->size() <= 63, "a name is in range");
  const auto host = parse_host_name(text);
  if (host) expect(!host->empty() && host->size() <= 253, "a host name is in range");
  parse_label_name(text);
  parse_interface(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Never empty, as from Node::text().
  if (size == 0) return 0;
  const std::string_view text = fuzz::text_of(data, size);
  read_duration(text);
  read_prefix(text);
  read_address(text);
  read_numbers(text);
  read_names(text);
  const auto listen = parse_listen_address(text);
  if (listen) expect(!listen->address.is_multicast(), "a multicast address is not accepted");
  return 0;
}
