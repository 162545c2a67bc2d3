// Writes families as text, a batch of items at a time, with prometheus-cpp's serializer. Internal
// to this folder.
#pragma once

#include <prometheus/text_serializer.h>

#include <sstream>
#include <string>
#include <string_view>

#include "metrics/family.hpp"

namespace peeringd {

class FamilyWriter {
 public:
  /// Appends the next items of `family` to `text`. Returns false after the last ones; until then no
  /// other family may be started.
  bool write_some(const MetricFamily& family, std::string& text);

 private:
  std::string_view serialize(const MetricFamily& family, std::size_t last);

  const prometheus::TextSerializer serializer_;
  std::vector<prometheus::MetricFamily> made_{1};  // a vector because the serializer takes one
  std::ostringstream stream_;
  std::string serialized_;
  std::size_t item_ = 0;
  bool headed_ = false;
};

}  // namespace peeringd
