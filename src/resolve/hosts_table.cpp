#include "resolve/hosts_table.hpp"

#include <strings.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/fnv1a.hpp"

namespace peeringd {
namespace {

constexpr std::string_view white_space = " \t\r\f\v";

std::string_view line_at(std::string_view text, std::size_t begin) {
  text.remove_prefix(begin);
  return text.substr(0, text.find('\n'));
}

// Calls `use` with each word of a line, up to a comment.
template <typename Use>
void for_each_word(std::string_view line, Use use) {
  line = line.substr(0, line.find('#'));
  for (;;) {
    line.remove_prefix(std::min(line.find_first_not_of(white_space), line.size()));
    if (line.empty()) return;
    const std::string_view word = line.substr(0, line.find_first_of(white_space));
    use(word);
    line.remove_prefix(word.size());
  }
}

// Without regard to case.
std::uint32_t hash_of_name(std::string_view name) {
  std::uint64_t hash = fnv1a_of_nothing;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    hash = fnv1a({&lower, 1}, hash);
  }
  return static_cast<std::uint32_t>(hash);
}

bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

HostsTable::HostsTable(std::string text) : text_(std::move(text)) {
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::string_view line = line_at(text_, begin);
    bool is_name = false;  // the first word is the address
    for_each_word(line, [&](std::string_view word) {
      if (is_name) entries_.push_back({hash_of_name(word), static_cast<std::uint32_t>(begin)});
      is_name = true;
    });
    begin += line.size() + 1;
  }
  entries_.shrink_to_fit();
  std::ranges::sort(entries_, {}, [](const Entry& entry) {
    return std::tuple{entry.hash, entry.line};
  });
}

std::vector<IpAddress> HostsTable::find(std::string_view host, Family family) const {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::vector<IpAddress> addresses;
  for (const Entry& entry :
       std::ranges::equal_range(entries_, hash_of_name(host), {}, &Entry::hash)) {
    std::string address_text;
    bool is_meant = false;
    for_each_word(line_at(text_, entry.line), [&](std::string_view word) {
      if (address_text.empty()) {
        address_text = word;
      } else {
        is_meant |= is_same_name(word, host);
      }
    });
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(address_text, error);
    const bool is_new = std::ranges::find(addresses, address) == addresses.end();
    if (is_meant && !error && is_new && family_of(address) == family) addresses.push_back(address);
  }
  return addresses;
}

}  // namespace peeringd
