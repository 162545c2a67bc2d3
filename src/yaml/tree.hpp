// Builds YamlValues from yaml-cpp's events, which include duplicate keys, aliases and places.
// Internal to this folder.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/feed.hpp"
#include "yaml/lines.hpp"
#include "yaml/parser.hpp"

namespace peeringd {

/// Thrown for valid YAML that is not accepted. Not derived from YAML::Exception, because
/// parse_yaml() adds a prefix to the messages of those.
struct RefusedYaml {
  YAML::Mark mark;
  std::string message;
  bool second_document = false;
};

class YamlTree final : public YAML::EventHandler {
 public:
  /// `text` is the content of `file`. Reports each value to `feed`.
  YamlTree(std::size_t file, std::string_view text, YamlFeed& feed)
      : file_(file), text_(text), feed_(feed) {}

  /// The document; none if the file has none.
  std::optional<YamlValue> take() { return std::move(root_); }

  /// The innermost list or map that is still open.
  std::optional<TextPlace> opened() const;
  const TextPlace& last_value() const { return last_value_; }

  static TextPlace text_place(const YAML::Mark& mark);

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YAML::Mark mark;
    YamlValue value;
    std::vector<YamlValue> children;
    YAML::anchor_t anchor = 0;
    std::size_t size = 1;
  };
  struct Anchored {
    YamlValue value;
    std::size_t size = 0;
  };

  Place place_of(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }
  Place place_of_nothing(const YAML::Mark& mark) const;
  YamlValue value_at(const YAML::Mark& mark, YamlValue::Kind kind) const;
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlValue::Kind kind);
  void close();
  void add(const YAML::Mark& mark, YAML::anchor_t anchor, YamlValue value, std::size_t size);
  void note_value(const YAML::Mark& mark);

  std::size_t file_;
  std::string_view text_;
  YamlFeed& feed_;
  TextPlace last_value_;
  int documents_ = 0;
  std::optional<YamlValue> root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
};

}  // namespace peeringd
