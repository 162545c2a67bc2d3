#include "yaml/node.hpp"

#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "yaml/odd_characters.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

/// Escapes in a quoted scalar can make what the file itself cannot hold.
bool is_printable(std::string_view text) {
  if (find_text_flaw(text)) return false;
  if (text.find_first_of("\t\n\r") != std::string_view::npos) return false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const bool c1 = text[i] == '\xc2' && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) return false;
  }
  return true;
}

constexpr std::string_view merge_key = "<<";

/// Where secrets belong, messages show only our own keys.
bool is_key_among_secrets(std::string_view key) {
  return key == "file" || key == "password_file";
}

bool is_fit_to_show(std::string_view key) {
  return is_printable(key) && key.size() <= 64 && !key.empty() && !looks_secret(key);
}

}  // namespace

Node Node::child(const YamlValue& value, std::string path) const {
  Node node(value, std::move(path), *diagnostics_);
  node.secret_ = secret_;
  return node;
}

Node Node::value_child(const YamlValue& value, std::string path) const {
  Node node = child(value, std::move(path));
  node.replace_variables();
  return node;
}

void Node::note_place(const YamlValue& value, const std::string& path) const {
  // The keys of a map have places of their own, but where secrets are no reader asks for them.
  if (secret_ || value.kind != YamlValue::Kind::map) diagnostics_->note_place(value.place, path);
}

void Node::replace_variables() {
  if (value_.kind != YamlValue::Kind::scalar || !has_variables(value_.text)) return;
  auto expanded = expand_variables(value_.text, diagnostics_->variables());
  if (!expanded) {
    error(expanded.error().message);
    value_.kind = YamlValue::Kind::refused;
    return;
  }
  if (expanded->has_values) {
    written_ = std::make_shared<const std::string>(std::exchange(value_.text, {}));
  }
  value_.text = std::move(expanded->text);
}

std::string Node::without_values_of_variables(std::string message) const {
  if (!written_) return message;
  const std::string shown = in_quotes(value_.text);
  const std::string written = in_quotes(*written_);
  for (auto at = message.find(shown); at != std::string::npos;
       at = message.find(shown, at + written.size())) {
    message.replace(at, shown.size(), written);
  }
  return message;
}

std::string Node::found(const YamlValue& value) const {
  switch (value.kind) {
    case YamlValue::Kind::null:
      return "nothing";
    case YamlValue::Kind::scalar:
      if (value.text.empty()) return "an empty text";
      if (written_) return "the value of " + in_quotes(*written_);
      return secret_ ? "a text" : in_quotes(value.text);
    case YamlValue::Kind::refused:
      return "a value with an error";
    case YamlValue::Kind::list:
      return "a list";
    case YamlValue::Kind::map:
      break;
  }
  return "a map";
}

std::string Node::path_to(std::string_view key) const {
  std::string shown = "…";
  if (!secret_ || is_key_among_secrets(key)) {
    shown = is_fit_to_show(key) ? std::string(key) : in_quotes(key);
  }
  return path_.empty() ? shown : path_ + "." + shown;
}

Node Node::as_secret() const {
  Node node = *this;
  node.secret_ = true;
  return node;
}

Node Node::as_empty_map() const {
  const auto nothing = std::make_shared<const std::vector<YamlValue>>();
  return child({YamlValue::Kind::map, place(), {}, nothing}, path_);
}

Node Node::empty_map(Diagnostics& diagnostics) {
  return Node({}, {}, diagnostics).as_empty_map();
}

void Node::error(std::string message) const {
  diagnostics_->error(place(), path_, without_values_of_variables(std::move(message)));
}

void Node::warning(std::string message) const {
  diagnostics_->warning(place(), path_, without_values_of_variables(std::move(message)));
}

void Node::file_error(std::string message) const {
  diagnostics_->error({place().file, 0, 0}, {}, std::move(message));
}

void Node::error_at_key(std::string_view key, std::string message) const {
  diagnostics_->error(place(), path_to(key), std::move(message));
}

void Node::error_about(std::string_view text, std::string message) const {
  const auto odd = find_odd_character(text);
  error(odd ? odd->message : std::move(message));
}

void Node::wrong_kind(std::string_view expected) const {
  if (value_.kind == YamlValue::Kind::refused) return;
  error("expected " + std::string(expected) + ", found " + found(value_));
}

std::string Node::how_to_write_list() const {
  if (value_.kind == YamlValue::Kind::map) return "; start each item with \"- \"";
  const bool shown = value_.kind == YamlValue::Kind::scalar && !value_.text.empty() && !secret_ &&
                     !looks_secret(value_.text) && value_.text.size() <= max_text_bytes &&
                     !written_;
  if (!shown) return {};
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-";
  const bool needs_quotes = value_.text.find_first_not_of(plain) != std::string::npos;
  return "; write [" + (needs_quotes ? in_quotes(value_.text) : value_.text) + "]";
}

// A parser may quote the written text, unless the node is secret.
void Node::refuse(std::string_view written, std::string_view expected,
                  const std::string& why) const {
  if (written_ || (!secret_ && looks_secret(written))) {
    wrong_kind(expected);
  } else {
    error_about(written, why);
  }
}

std::optional<std::string> Node::text(std::string_view expected) const {
  if (value_.kind != YamlValue::Kind::scalar || value_.text.empty()) {
    wrong_kind(expected);
    return std::nullopt;
  }
  if (value_.text.size() > max_text_bytes) {
    error("is " + std::to_string(value_.text.size()) + " bytes long; at most " +
          std::to_string(max_text_bytes) + " are allowed");
    return std::nullopt;
  }
  if (!is_printable(value_.text)) {
    error((secret_ || written_ ? "" : in_quotes(value_.text) + " ") +
          "contains a line break or a control character");
    return std::nullopt;
  }
  return value_.text;
}

std::optional<std::string> Node::free_text(std::string_view expected) const {
  auto written = text(expected);
  if (!written) return written;
  if (const auto odd = find_odd_edge(*written)) warning(odd->message);
  return written;
}

std::vector<Node> Node::list(std::string_view expected) const {
  if (value_.kind == YamlValue::Kind::refused) return {};
  if (value_.kind != YamlValue::Kind::list) {
    error("expected " + std::string(expected) + ", found " + found(value_) + how_to_write_list());
    return {};
  }
  if (value_.children->empty()) error("is empty; expected " + std::string(expected));
  std::vector<Node> items;
  for (const YamlValue& item : *value_.children) {
    const std::string path = path_ + "[" + std::to_string(items.size()) + "]";
    note_place(item, path);
    items.push_back(value_child(item, path));
  }
  return items;
}

/// The entries so far, and their keys.
struct Node::Merging {
  std::vector<Entry> entries;
  std::set<std::string, std::less<>> keys;
};

void Node::add_entries(const YamlValue& map, Merging& merging) const {
  std::map<std::string, Place> first_places;
  std::vector<std::pair<Node, const YamlValue*>> merged;
  const std::vector<YamlValue>& children = *map.children;
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    const YamlValue& key = children[i];
    const YamlValue& value = children[i + 1];
    if (key.kind != YamlValue::Kind::scalar) {
      child(key, path_).error("a key must be a text, and this is " + found(key));
      continue;
    }
    const Node key_node = child(key, key.own_path ? *key.own_path : path_to(key.text));
    const auto [first, is_new] = first_places.emplace(key.text, key.place);
    if (!is_new) {
      key_node.error("is given twice; the first is in line " + std::to_string(first->second.line));
    } else if (key.text == merge_key) {
      merged.emplace_back(key_node, &value);
    } else if (merging.keys.insert(key.text).second) {
      note_place(value, key.own_path    ? *key.own_path
                        : path_.empty() ? key.text
                                        : path_ + "." + key.text);
      merging.entries.push_back({key.text, key_node, value_child(value, key_node.path())});
    }
  }
  for (const auto& [key, value] : merged) merge(*value, key, merging);
}

void Node::merge(const YamlValue& value, const Node& key, Merging& merging) const {
  if (value.kind == YamlValue::Kind::map) return add_entries(value, merging);
  const bool list = value.kind == YamlValue::Kind::list;
  const YamlValue* wrong = list ? nullptr : &value;
  if (list) {
    for (const YamlValue& item : *value.children) {
      if (item.kind == YamlValue::Kind::map) {
        add_entries(item, merging);
      } else {
        wrong = &item;
      }
    }
  }
  if (wrong == nullptr) return;
  child(*wrong, key.path())
      .error("expected a map or a list of maps, whose keys are merged into this one, found " +
             found(*wrong) +
             (wrong->kind == YamlValue::Kind::scalar ? "; write *NAME for the map "
                                                       "that &NAME marks"
                                                     : ""));
}

std::vector<Node::Entry> Node::entries(std::string_view expected) const {
  if (!is_map()) {
    wrong_kind(expected);
    return {};
  }
  Merging merging;
  add_entries(value_, merging);
  return std::move(merging.entries);
}

}  // namespace peeringd
