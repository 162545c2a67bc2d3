#include "config/origins.hpp"

namespace peeringd {
namespace {

std::string joined(const std::string& map, std::string_view key) {
  if (key.empty()) return map;
  return map.empty() ? std::string(key) : map + "." + std::string(key);
}

}  // namespace

std::optional<std::string> Origins::place_of(std::span<const ValuePath> maps,
                                             std::string_view key) const {
  for (const ValuePath& map : maps) {
    for (std::string_view part = key;; part = part.substr(0, part.rfind('.'))) {
      const auto found = places.find({map.file, joined(map.path, part)});
      if (found != places.end()) {
        const Place& place = found->second;
        return files[place.file] + ":" + std::to_string(place.line) + ":" +
               std::to_string(place.column);
      }
      if (part.find('.') == std::string_view::npos) break;
    }
  }
  return std::nullopt;
}

}  // namespace peeringd
