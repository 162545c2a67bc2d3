// Regular expressions for untrusted text. RE2 matches in linear time, so that no text can block the
// caller. Syntax: https://github.com/google/re2/wiki/Syntax
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
  /// The error explains why the pattern is invalid, or says that it is too large.
  static Result<Pattern> compile(std::string_view text);

  /// Whether it matches somewhere in `text`; `^` and `$` match its ends. Any thread.
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
