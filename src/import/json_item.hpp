// One resource in an answer of Azure. ARM and Resource Graph put its values into `properties`, `az
// peering` beside its name, and PowerShell writes `PeeringServiceProvider` for
// `peeringServiceProvider`: one reader for all.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "yaml/diagnostics.hpp"

namespace peeringd {

/// The value of `key` without regard to case; null if it is missing or null.
const boost::json::value* find_json(const boost::json::object& object, std::string_view key);

class JsonItem {
 public:
  /// `object`, at `path` in `file`. It must outlive the item.
  JsonItem(const boost::json::object& object, std::size_t file, std::string path);

  const boost::json::object& object() const { return *object_; }
  std::size_t file() const { return file_; }
  const std::string& path() const { return path_; }

  /// Whether the item or its `properties` have the key.
  bool has(std::string_view key) const { return find(key) != nullptr; }

  /// The text of the key. Nothing if it is missing, null, empty or not a text; the last is
  /// reported.
  std::optional<std::string> text(std::string_view key, Diagnostics& diagnostics) const;

  /// Reports `message` about the item.
  void error(Diagnostics& diagnostics, std::string message) const;

 private:
  const boost::json::value* find(std::string_view key) const;

  const boost::json::object* object_;
  const boost::json::object* properties_ = nullptr;
  std::size_t file_;
  std::string path_;
};

}  // namespace peeringd
