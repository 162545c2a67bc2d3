#include "model/address_ranges.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

#include "base/date_time.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

constexpr std::string_view date_word = "date";
constexpr int mapped_bits = 96;

Error in_line(std::size_t line, const std::string& message) {
  return Error{"line " + std::to_string(line) + ": " + message};
}

std::string_view without_end_of_line(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

// Whether an IPv6 prefix would be a large range of IPv4 addresses, which a table has in their
// IPv4-mapped form (RFC 4291 section 2.5.5.2).
bool has_mapped_space(const IpPrefix& prefix) {
  if (prefix.family() != Family::ipv6) return false;
  if (prefix.length() >= mapped_bits + min_range_length(Family::ipv4)) return false;
  const IpPrefix mapped(boost::asio::ip::make_address_v6("::ffff:0:0"), mapped_bits);
  return prefix.overlaps(mapped);
}

// The IPv4 address that a NAT64 translates, of an address of its well-known prefix 64:ff9b::/96
// (RFC 6052 section 2.1).
std::optional<IpAddress> translated_ipv4(const IpAddress& address) {
  constexpr std::array<std::uint8_t, 12> well_known{0x00, 0x64, 0xff, 0x9b};
  if (!address.is_v6()) return std::nullopt;
  const auto bytes = address.to_v6().to_bytes();
  if (!std::equal(well_known.begin(), well_known.end(), bytes.begin())) return std::nullopt;
  boost::asio::ip::address_v4::bytes_type last{};
  std::copy(bytes.begin() + well_known.size(), bytes.end(), last.begin());
  return IpAddress(boost::asio::ip::address_v4(last));
}

Result<AddressRange> parse_range_line(std::string_view line) {
  const auto space = line.find(' ');
  if (space == line.npos) return Error{in_quotes(line) + " is not a prefix and a name"};
  const auto prefix = parse_range_prefix(line.substr(0, space));
  if (!prefix) return prefix.error();
  const std::string_view name = line.substr(space + 1);
  if (!is_range_name(name)) return Error{in_quotes(name) + " is not the name of a range"};
  return AddressRange{*prefix, std::string(name)};
}

}  // namespace

bool is_range_name(std::string_view name) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  return !name.empty() && name.size() <= 80 && name.find_first_not_of(allowed) == name.npos;
}

Result<IpPrefix> parse_range_prefix(std::string_view text) {
  const auto prefix = IpPrefix::parse(text);
  if (!prefix) return prefix.error();
  const bool large = prefix->length() < min_range_length(prefix->family());
  if (!large && !has_mapped_space(*prefix)) return *prefix;
  return Error{in_quotes(text) + " is too large for a published range"};
}

Result<Date> parse_date(std::string_view text) {
  const auto midnight = parse_date_time(std::string(text) + "T00:00:00Z");
  if (text.size() == 10 && midnight) return std::chrono::floor<std::chrono::days>(*midnight);
  return Error{in_quotes(text) + " is not a date like 2026-11-23"};
}

std::string date_text(Date date) {
  return date_time_text(date).substr(0, 10);
}

AddressRanges::Bytes AddressRanges::bytes_of(const IpAddress& address) {
  if (address.is_v6()) return address.to_v6().to_bytes();
  Bytes bytes{};
  bytes[10] = bytes[11] = 0xff;
  const auto last = address.to_v4().to_bytes();
  std::copy(last.begin(), last.end(), bytes.begin() + 12);
  return bytes;
}

bool AddressRanges::contains(const Entry& entry, const Bytes& address) {
  const std::size_t whole = entry.length / 8U;
  if (std::memcmp(entry.network.data(), address.data(), whole) != 0) return false;
  const unsigned rest = entry.length % 8U;
  if (rest == 0) return true;
  const unsigned mask = 0xffU << (8 - rest);
  return ((entry.network[whole] ^ address[whole]) & mask & 0xffU) == 0;
}

AddressRanges::AddressRanges(const std::vector<AddressRange>& ranges, std::optional<Date> date)
    : date_(date) {
  std::map<std::string_view, std::uint32_t> index_of_name;
  entries_.reserve(ranges.size());
  for (const AddressRange& range : ranges) {
    const auto [name, is_new] =
        index_of_name.emplace(range.name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(range.name);
    const bool mapped = range.prefix.family() == Family::ipv4;
    const int length = range.prefix.length() + (mapped ? mapped_bits : 0);
    entries_.push_back(
        {bytes_of(range.prefix.network()), static_cast<std::uint8_t>(length), name->second, 0});
  }
  const auto key = [](const Entry& entry) { return std::tie(entry.network, entry.length); };
  std::stable_sort(entries_.begin(), entries_.end(),
                   [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  const auto end = std::unique(entries_.begin(), entries_.end(),
                               [&](const Entry& a, const Entry& b) { return key(a) == key(b); });
  entries_.erase(end, entries_.end());
  entries_.shrink_to_fit();
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    auto around = static_cast<std::uint32_t>(i);
    while (around > 0 && !contains(entries_[around - 1], entries_[i].network)) {
      around = entries_[around - 1].enclosing;
    }
    entries_[i].enclosing = around;
  }
}

Result<AddressRanges> AddressRanges::parse(std::string_view text) {
  std::vector<AddressRange> ranges;
  std::optional<Date> date;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = without_end_of_line(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("date ")) {
      const auto parsed = parse_date(line.substr(date_word.size() + 1));
      if (!parsed) return in_line(number, parsed.error().message);
      date = *parsed;
      continue;
    }
    auto range = parse_range_line(line);
    if (!range) return in_line(number, range.error().message);
    if (ranges.size() == max_address_ranges) {
      return in_line(number, "more than " + std::to_string(max_address_ranges) + " ranges");
    }
    ranges.push_back(*std::move(range));
  }
  if (ranges.empty()) return Error{"has no ranges"};
  return AddressRanges(ranges, date);
}

std::optional<std::string_view> AddressRanges::find(const IpAddress& address) const {
  if (const auto translated = translated_ipv4(address)) {
    if (const auto range = find_bytes(bytes_of(*translated))) return range;
  }
  return find_bytes(bytes_of(address));
}

std::optional<std::string_view> AddressRanges::find_bytes(const Bytes& bytes) const {
  const auto next = std::upper_bound(
      entries_.begin(), entries_.end(), bytes,
      [](const Bytes& wanted, const Entry& entry) { return wanted < entry.network; });
  auto around = static_cast<std::size_t>(next - entries_.begin());
  while (around > 0 && !contains(entries_[around - 1], bytes)) {
    around = entries_[around - 1].enclosing;
  }
  if (around == 0) return std::nullopt;
  return names_[entries_[around - 1].name];
}

std::string table_text(const std::vector<AddressRange>& ranges, std::optional<Date> date) {
  std::string text;
  if (date) text += std::string(date_word) + " " + date_text(*date) + "\n";
  for (const AddressRange& range : ranges) {
    text += range.prefix.to_string() + " " + range.name + "\n";
  }
  return text;
}

}  // namespace peeringd
