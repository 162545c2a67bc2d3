#include "import/service_tags_list.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <tuple>

#include "import/json_item.hpp"
#include "import/microsoft365_list.hpp"

namespace peeringd {
namespace {

// Families apart, then by address; a range stands before those within it.
struct ByAddress {
  bool operator()(const IpPrefix& a, const IpPrefix& b) const {
    return std::make_tuple(a.family(), a.network(), a.length()) <
           std::make_tuple(b.family(), b.network(), b.length());
  }
};

using NameOf = std::map<IpPrefix, std::string, ByAddress>;

void append_range(std::string_view prefix, std::string_view name, const Place& place,
                  const std::string& path, Diagnostics& diagnostics,
                  std::vector<AddressRange>& ranges) {
  const auto parsed = parse_range_prefix(prefix);
  if (parsed) {
    ranges.push_back({*parsed, std::string(name)});
  } else {
    diagnostics.error(place, path, parsed.error().message);
  }
}

const boost::json::value* prefixes_of(const boost::json::object& tag) {
  const auto* properties = find_json(tag, "properties");
  const auto* map = properties == nullptr ? nullptr : properties->if_object();
  return find_json(map == nullptr ? tag : *map, "addressPrefixes");
}

void append_tag(const boost::json::value& value, std::size_t file, const std::string& path,
                Diagnostics& diagnostics, std::vector<AddressRange>& ranges) {
  const auto* tag = value.if_object();
  if (tag == nullptr) return diagnostics.error({file, 0, 0}, path, "is not a service tag");
  const JsonItem item(*tag, file, path);
  const auto name = item.text("name", diagnostics);
  if (!name || !is_range_name(*name)) {
    return item.error(diagnostics, "expected a name with up to 80 letters, digits and _.-");
  }
  const auto* prefixes = prefixes_of(*tag);
  if (prefixes == nullptr) return;
  const auto* list = prefixes->if_array();
  if (list == nullptr) return item.error(diagnostics, "expected a list as addressPrefixes");
  std::size_t index = 0;
  for (const auto& prefix : *list) {
    const std::string at = path + ".addressPrefixes[" + std::to_string(index++) + "]";
    const auto* text = prefix.if_string();
    if (text == nullptr) {
      diagnostics.error({file, 0, 0}, at, "expected a text");
    } else {
      append_range(*text, *name, {file, 0, 0}, at, diagnostics, ranges);
    }
  }
}

void append_sets(const boost::json::value& document, std::size_t file, Diagnostics& diagnostics,
                 std::vector<AddressRange>& ranges) {
  for (const EndpointSet& set : read_endpoint_sets(document, file, diagnostics)) {
    const std::string path = "set " + set.id;
    const std::string name = std::string(microsoft365_ranges) + set.service_area;
    if (!set.ips.empty() && (set.service_area.empty() || !is_range_name(name))) {
      diagnostics.error({file, 0, 0}, path, "expected the serviceArea");
      continue;
    }
    for (const std::string& ip : set.ips) {
      append_range(ip, name, {file, 0, 0}, path, diagnostics, ranges);
    }
  }
}

IpPrefix parent_of(const IpPrefix& prefix) {
  return {prefix.network(), prefix.length() - 1};
}

// Joins the neighbours of `of_length`, all of one length, and moves them to `shorter`. A range that
// both halves cover with another name is replaced, since no address had its name.
void join_neighbours(NameOf& of_length, NameOf& shorter) {
  for (auto next = of_length.begin(); next != of_length.end();) {
    const auto first = next++;
    if (next == of_length.end()) return;
    const IpPrefix& prefix = first->first;
    if (prefix.length() <= min_range_length(prefix.family())) continue;
    const IpPrefix parent = parent_of(prefix);
    if (parent_of(next->first) != parent || first->second != next->second) continue;
    shorter[parent] = first->second;
    of_length.erase(first);
    next = of_length.erase(next);
  }
}

// The longest prefixes first, so that what was joined can be joined again.
void join_neighbours(NameOf& names) {
  std::map<int, NameOf> by_length;
  for (const auto& [prefix, name] : names) by_length[prefix.length()][prefix] = name;
  for (int length = 128; length > 0; --length) {
    join_neighbours(by_length[length], by_length[length - 1]);
  }
  names.clear();
  for (auto& [length, of_length] : by_length) names.merge(of_length);
}

}  // namespace

void append_published_ranges(const boost::json::value& document, std::size_t file,
                             Diagnostics& diagnostics, std::vector<AddressRange>& ranges) {
  if (document.is_array()) return append_sets(document, file, diagnostics, ranges);
  const auto* object = document.if_object();
  const auto* values = object == nullptr ? nullptr : find_json(*object, "values");
  const auto* tags = values == nullptr ? nullptr : values->if_array();
  if (tags == nullptr) {
    return diagnostics.error({file, 0, 0}, {},
                             "expected Microsoft's service tags, an object with values, or the "
                             "list of endpoint sets of Microsoft 365");
  }
  std::size_t index = 0;
  for (const auto& tag : *tags) {
    append_tag(tag, file, "values[" + std::to_string(index++) + "]", diagnostics, ranges);
  }
}

std::vector<AddressRange> compact_ranges(const std::vector<AddressRange>& ranges) {
  std::map<std::string_view, std::size_t> prefixes_of_name;
  for (const AddressRange& range : ranges) ++prefixes_of_name[range.name];
  const auto rank = [&](const std::string& name) {
    return std::make_pair(prefixes_of_name.at(name), std::string_view(name));
  };
  NameOf names;
  for (const AddressRange& range : ranges) {
    const auto [found, is_new] = names.emplace(range.prefix, range.name);
    if (!is_new && rank(range.name) < rank(found->second)) found->second = range.name;
  }
  join_neighbours(names);
  std::vector<AddressRange> compact;
  std::vector<AddressRange> around;  // the ranges that enclose the present one, the largest first
  for (const auto& [prefix, name] : names) {
    while (!around.empty() && !around.back().prefix.contains(prefix.network())) around.pop_back();
    const bool is_same = !around.empty() && around.back().name == name;
    if (!is_same) compact.push_back({prefix, name});
    around.push_back({prefix, name});
  }
  return compact;
}

}  // namespace peeringd
