// Regular expressions that whoever is measured may be matched with: by RE2, in time linear in the
// text, so that no text can hold up the caller. The syntax:
// https://github.com/google/re2/wiki/Syntax
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace re2 {
class RE2;
}

namespace peeringd {

class Pattern {
 public:
  /// The error says what is wrong with the pattern, or that it is too large.
  static Result<Pattern> compile(std::string_view text);

  /// Whether it matches somewhere in `text`; `^` and `$` stand for its ends. Any thread.
  bool occurs_in(std::string_view text) const;

  const std::string& text() const { return text_; }

  friend bool operator==(const Pattern& a, const Pattern& b) { return a.text_ == b.text_; }

 private:
  Pattern(std::string text, std::shared_ptr<const re2::RE2> compiled)
      : text_(std::move(text)), compiled_(std::move(compiled)) {}

  std::string text_;
  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace peeringd
