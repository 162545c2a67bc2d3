#include "yaml/parser.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <utility>

#include "yaml/feed.hpp"
#include "yaml/syntax_error.hpp"
#include "yaml/tree.hpp"

namespace peeringd {
namespace {

Place place_in(std::size_t file, const TextPlace& place) {
  return {file, static_cast<int>(place.line) + 1, static_cast<int>(place.column) + 1};
}

SyntaxError syntax_error_of(const RefusedYaml& refused, std::string_view text) {
  const TextPlace place = YamlTree::text_place(refused.mark);
  if (refused.second_document) {
    if (auto explained = explain_second_document(text, place)) return *explained;
  }
  return {place, refused.message};
}

SyntaxError syntax_error_of(const YAML::Exception& exception, const YamlTree& tree,
                            std::string_view text) {
  SyntaxError explanation = explain_syntax_error(
      text,
      {YamlTree::text_place(exception.mark), exception.msg, tree.opened(), tree.last_value()});
  explanation.message.insert(0, "not valid YAML: ");
  return explanation;
}

/// The reason for ending the document early.
SyntaxError too_much_at_once(const YamlTree& tree) {
  return {tree.last_value(),
          "a list or map in brackets with more than about 700,000 values after this point; write "
          "it without brackets, or in several files"};
}

}  // namespace

std::optional<YamlValue> parse_yaml(const std::string& text, std::size_t file,
                                    Diagnostics& diagnostics) {
  const auto error = [&](const SyntaxError& explanation) {
    diagnostics.error(place_in(file, explanation.place), {}, explanation.message);
    return std::nullopt;
  };
  YamlFeed feed(text);
  YamlTree tree(file, text, feed);
  try {
    std::istream stream(&feed);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(tree)) {
    }
  } catch (const RefusedYaml& refused) {
    return error(syntax_error_of(refused, text));
  } catch (const YAML::Exception& exception) {
    return error(feed.ended_early() ? too_much_at_once(tree)
                                    : syntax_error_of(exception, tree, text));
  }
  if (feed.ended_early()) return error(too_much_at_once(tree));
  auto root = tree.take();
  if (!root) root = YamlValue{YamlValue::Kind::null, {file, 0, 0}, {}, nullptr};
  return root;
}

}  // namespace peeringd
