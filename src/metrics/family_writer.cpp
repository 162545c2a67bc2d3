#include "metrics/family_writer.hpp"

#include <algorithm>
#include <utility>

namespace peeringd {
namespace {

// Batch size: the library's objects stay in the processor's cache.
constexpr std::size_t items_at_once = 64;

// `text` without # HELP and # TYPE, which the serializer writes each time.
std::string_view without_head(std::string_view text) {
  while (text.starts_with('#')) text.remove_prefix(text.find('\n') + 1);
  return text;
}

}  // namespace

bool FamilyWriter::write_some(const MetricFamily& family, std::string& text) {
  const std::size_t last = std::min(item_ + items_at_once, family.items);
  const std::string_view lines = serialize(family, last);
  text += headed_ ? without_head(lines) : lines;
  headed_ |= !lines.empty();
  item_ = last;
  if (item_ < family.items) return true;
  item_ = 0;
  headed_ = false;
  return false;
}

std::string_view FamilyWriter::serialize(const MetricFamily& family, std::size_t last) {
  prometheus::MetricFamily& made = made_.front();
  made.metric.clear();
  made.type = family.type;
  made.name = family.name;
  made.help = family.help;
  Series series(made);
  for (std::size_t item = item_; item < last; ++item) family.add(series, item);
  if (made.metric.empty()) return {};
  serialized_.clear();
  stream_.str(std::move(serialized_));  // reuses its memory
  serializer_.Serialize(stream_, made_);
  serialized_ = std::move(stream_).str();
  return serialized_;
}

}  // namespace peeringd
