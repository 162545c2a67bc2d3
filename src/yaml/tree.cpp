#include "yaml/tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace peeringd {
namespace {

constexpr std::size_t max_depth = 50;
constexpr std::size_t max_values = 1'000'000;

void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
  // "?" and "!" are what yaml-cpp calls plain and quoted scalars without a tag.
  if (tag.empty() || tag == "?" || tag == "!") return;
  throw RefusedYaml{mark, "tags such as !!str are not supported; write the value without one"};
}

/// Whether the null is written there, such as `~` or `null`.
bool is_written_null(std::string_view text, int position) {
  constexpr std::array<std::string_view, 4> nulls{"~", "null", "Null", "NULL"};
  if (position < 0 || static_cast<std::size_t>(position) >= text.size()) return false;
  const std::string_view rest = text.substr(static_cast<std::size_t>(position));
  return std::any_of(nulls.begin(), nulls.end(),
                     [&](std::string_view null) { return rest.starts_with(null); });
}

/// The `-` of an empty item, in the lines above the mark of the next value.
std::optional<TextPlace> dash_above(std::string_view text, const YAML::Mark& mark) {
  if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) > text.size()) return std::nullopt;
  text = text.substr(0, static_cast<std::size_t>(mark.pos));
  auto number = static_cast<std::size_t>(std::max(mark.line, 0));
  for (auto end = text.rfind('\n'); end != std::string_view::npos && number > 0; --number) {
    const auto before = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view line = text.substr(begin, end - begin);
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') {
      const auto last = line.substr(0, line.find(" #")).find_last_not_of(" \t\r");
      if (line[last] != '-') return std::nullopt;
      return TextPlace{number - 1, last};
    }
    end = before;
  }
  return std::nullopt;
}

}  // namespace

TextPlace YamlTree::text_place(const YAML::Mark& mark) {
  return {static_cast<std::size_t>(std::max(mark.line, 0)),
          static_cast<std::size_t>(std::max(mark.column, 0))};
}

std::optional<TextPlace> YamlTree::opened() const {
  if (open_.empty()) return std::nullopt;
  return text_place(open_.back().mark);
}

void YamlTree::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ > 1) {
    throw RefusedYaml{mark, "a second document starts here; only one is read", true};
  }
}

void YamlTree::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  YamlValue value = value_at(mark, YamlValue::Kind::null);
  value.place = place_of_nothing(mark);
  add(mark, anchor, std::move(value), 1);
}

void YamlTree::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                        const std::string& text) {
  refuse_tag(mark, tag);
  YamlValue value = value_at(mark, YamlValue::Kind::scalar);
  value.text = text;
  add(mark, anchor, std::move(value), 1);
}

void YamlTree::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto anchored = anchors_.find(anchor);
  if (anchored == anchors_.end()) {
    throw RefusedYaml{mark, "the alias stands for a value that contains it"};
  }
  YamlValue value = anchored->second.value;
  value.place = place_of(mark);
  add(mark, 0, std::move(value), anchored->second.size);
}

void YamlTree::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                               YAML::anchor_t anchor, YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, YamlValue::Kind::list);
}

void YamlTree::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                          YAML::EmitterStyle::value /*style*/) {
  open(mark, tag, anchor, YamlValue::Kind::map);
}

// For a missing value yaml-cpp gives the mark of the next one, often on another line.
Place YamlTree::place_of_nothing(const YAML::Mark& mark) const {
  if (open_.empty() || is_written_null(text_, mark.pos)) return place_of(mark);
  const Open& parent = open_.back();
  if (parent.value.kind == YamlValue::Kind::map) {
    const bool has_key = parent.children.size() % 2 == 1;
    return has_key ? parent.children.back().place : place_of(mark);
  }
  const auto dash = dash_above(text_, mark);
  if (!dash) return place_of(mark);
  return {file_, static_cast<int>(dash->line) + 1, static_cast<int>(dash->column) + 1};
}

YamlValue YamlTree::value_at(const YAML::Mark& mark, YamlValue::Kind kind) const {
  return {kind, place_of(mark), {}, nullptr};
}

void YamlTree::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YamlValue::Kind kind) {
  refuse_tag(mark, tag);
  if (open_.size() == max_depth) {
    throw RefusedYaml{mark, "nested deeper than " + std::to_string(max_depth) + " levels"};
  }
  note_value(mark);
  open_.push_back({mark, value_at(mark, kind), {}, anchor, 1});
}

void YamlTree::close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  done.value.children = std::make_shared<const std::vector<YamlValue>>(std::move(done.children));
  add(done.mark, done.anchor, std::move(done.value), done.size);
}

void YamlTree::add(const YAML::Mark& mark, YAML::anchor_t anchor, YamlValue value,
                   std::size_t size) {
  note_value(mark);
  if (anchor != 0) anchors_[anchor] = {value, size};
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  parent.size += size;
  if (parent.size > max_values) {
    throw RefusedYaml{mark,
                      "more than " + std::to_string(max_values) +
                          " values in one document, each alias counted as what it stands for"};
  }
  parent.children.push_back(std::move(value));
}

void YamlTree::note_value(const YAML::Mark& mark) {
  feed_.value_was_read();
  last_value_ = text_place(mark);
}

}  // namespace peeringd
