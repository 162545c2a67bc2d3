#include "config/yaml_parser.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <utility>

namespace peeringd {
namespace {

constexpr std::size_t max_depth = 50;
constexpr std::size_t max_values = 1'000'000;

/// A mistake found by TreeBuilder; not derived from YAML's, whose messages need a prefix.
struct Refused {
  YAML::Mark mark;
  std::string message;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::size_t file) : file_(file) {}

  std::optional<YamlValue> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw Refused{mark, "a second document starts here; only one is read"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, anchor, value_at(mark, YamlValue::Kind::null), 1);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_tag(mark, tag);
    YamlValue value = value_at(mark, YamlValue::Kind::scalar);
    value.text = text;
    add(mark, anchor, std::move(value), 1);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto anchored = anchors_.find(anchor);
    if (anchored == anchors_.end()) {
      throw Refused{mark, "the alias stands for a value that contains it"};
    }
    YamlValue value = anchored->second.value;
    value.place = place_of(mark);
    add(mark, 0, std::move(value), anchored->second.size);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlValue::Kind::list);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlValue::Kind::map);
  }
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

  YamlValue value_at(const YAML::Mark& mark, YamlValue::Kind kind) const {
    return {kind, place_of(mark), {}, nullptr};
  }

  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    // "?" and "!" are what yaml-cpp calls plain and quoted scalars without a tag.
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Refused{mark, "tags such as !!str are not supported; write the value without one"};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlValue::Kind kind) {
    refuse_tag(mark, tag);
    if (open_.size() == max_depth) {
      throw Refused{mark, "nested deeper than " + std::to_string(max_depth) + " levels"};
    }
    open_.push_back({mark, value_at(mark, kind), {}, anchor, 1});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    done.value.children = std::make_shared<const std::vector<YamlValue>>(std::move(done.children));
    add(done.mark, done.anchor, std::move(done.value), done.size);
  }

  void add(const YAML::Mark& mark, YAML::anchor_t anchor, YamlValue value, std::size_t size) {
    if (anchor != 0) anchors_[anchor] = {value, size};
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    parent.size += size;
    if (parent.size > max_values) {
      throw Refused{mark, "more than " + std::to_string(max_values) + " values"};
    }
    parent.children.push_back(std::move(value));
  }

  std::size_t file_;
  int documents_ = 0;
  std::optional<YamlValue> root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
};

/// Line `number`, from 0, of `text`.
std::string_view line_of(std::string_view text, int number) {
  for (; number > 0; --number) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

/// yaml-cpp's message, or a clearer one for what people do most often.
std::string explain(const YAML::Exception& exception, std::string_view text) {
  const std::string_view line = line_of(text, exception.mark.line);
  const std::string_view indentation = line.substr(0, line.find_first_not_of(" \t"));
  std::string why = exception.msg;
  if (indentation.find('\t') != std::string_view::npos) why = "indented with a tab; use blanks";
  if (why == YAML::ErrorMsg::DOC_IN_SCALAR) why = "a quoted text has no closing quote";
  return "not valid YAML: " + why;
}

/// yaml-cpp takes the end of the file for a closing quote; not so the end of the document.
constexpr std::string_view end_of_document = "\n...\n";

}  // namespace

std::optional<YamlValue> parse_yaml(const std::string& text, std::size_t file,
                                    Diagnostics& diagnostics) {
  const auto error = [&](const YAML::Mark& mark, std::string message) {
    diagnostics.error({file, mark.line + 1, mark.column + 1}, {}, std::move(message));
    return std::nullopt;
  };
  TreeBuilder builder(file);
  try {
    std::istringstream stream(text + std::string(end_of_document));
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    return error(refused.mark, refused.message);
  } catch (const YAML::Exception& exception) {
    return error(exception.mark, explain(exception, text));
  }
  auto root = builder.take();
  if (!root || root->kind == YamlValue::Kind::null) {
    diagnostics.error({file, 0, 0}, {}, "is empty, or holds nothing but comments");
    return std::nullopt;
  }
  return root;
}

}  // namespace peeringd
