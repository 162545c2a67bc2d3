// Published ranges of addresses, each with a name: in which of Microsoft's service tags an address
// lies. The text form is the table that `peeringd import service-tags` writes.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// More than three times what Microsoft publishes.
inline constexpr std::size_t max_address_ranges = 200'000;

struct AddressRange {
  IpPrefix prefix;
  std::string name;  ///< is_range_name()

  friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

using Date = std::chrono::sys_days;

/// Whether `name` has 1 to 80 letters, digits and `_.-`.
bool is_range_name(std::string_view name);

/// The fewest bits of a range's prefix. A larger range is not that of one company, and would hide
/// addresses outside.
constexpr int min_range_length(Family family) {
  return family == Family::ipv4 ? 8 : 16;
}

/// Reads a prefix of a range, of at least min_range_length().
Result<IpPrefix> parse_range_prefix(std::string_view text);

/// Reads `2026-11-23`, of the years 1970 to 2199.
Result<Date> parse_date(std::string_view text);

/// `2026-11-23`.
std::string date_text(Date date);

/// Immutable, so any thread may read it.
class AddressRanges {
 public:
  AddressRanges() = default;

  /// `ranges` in any order; of equal prefixes the first counts. `date` is the day of publication.
  explicit AddressRanges(const std::vector<AddressRange>& ranges, std::optional<Date> date = {});

  /// Reads a table: a line `PREFIX NAME` for each range, a line `date YYYY-MM-DD` if the date is
  /// known, empty lines, and comments with `#`. An error begins with the number of the line. A
  /// table without ranges is an error, since every address would be outside.
  static Result<AddressRanges> parse(std::string_view text);

  /// The name of the most specific range with `address`; none if it is outside all of them. Valid
  /// for as long as this object. Takes logarithmic time and does not allocate. For an address of
  /// the NAT64 prefix 64:ff9b::/96 (RFC 6052 section 2.1), the IPv4 address in it counts.
  std::optional<std::string_view> find(const IpAddress& address) const;

  std::size_t size() const { return entries_.size(); }
  std::optional<Date> date() const { return date_; }

  friend bool operator==(const AddressRanges&, const AddressRanges&) = default;

 private:
  using Bytes = std::array<std::uint8_t, 16>;

  /// IPv4 as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2), so that one list has both families.
  struct Entry {
    Bytes network{};
    std::uint8_t length = 0;
    std::uint32_t name = 0;       ///< index into names_
    std::uint32_t enclosing = 0;  ///< index of the smallest range around this one, plus 1; 0: none

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  static Bytes bytes_of(const IpAddress& address);
  static bool contains(const Entry& entry, const Bytes& address);
  std::optional<std::string_view> find_bytes(const Bytes& bytes) const;

  std::vector<Entry> entries_;  // sorted by network, then length
  std::vector<std::string> names_;
  std::optional<Date> date_;
};

/// `ranges` and `date` as a table, in the given order.
std::string table_text(const std::vector<AddressRange>& ranges, std::optional<Date> date);

}  // namespace peeringd
