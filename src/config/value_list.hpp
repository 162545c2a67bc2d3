// Collects effective values. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/duration.hpp"
#include "config/effective_values.hpp"

namespace peeringd {

class ValueList {
 public:
  explicit ValueList(const Origins& origins) : origins_(origins) {}

  /// Adds `path.key`, whose place is that of `key` in the first of `maps` that has it.
  void add(const std::string& path, std::string_view key, std::string value,
           const std::vector<ValuePath>& maps);

  const Origins& origins() const { return origins_; }
  std::vector<EffectiveValue> take() { return std::move(values_); }

 private:
  const Origins& origins_;
  std::vector<EffectiveValue> values_;
};

inline std::string shown(bool value) {
  return value ? "true" : "false";
}

inline std::string shown(Duration value) {
  return format_duration(value);
}

/// In as few digits as the number needs.
std::string shown(double value);

/// `[a, b]`.
std::string shown(const std::vector<std::string>& values);

/// The thresholds of a prefix or a path; with a `base`, only those that differ from it.
void add_alerts(ValueList& list, const std::string& path, const AlertConfig& alerts,
                const std::vector<ValuePath>& maps, const AlertConfig* base = nullptr);

}  // namespace peeringd
