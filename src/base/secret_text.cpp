#include "base/secret_text.hpp"

#include <algorithm>
#include <array>

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 11> marks{"$1$",         "$2a$",    "$2b$",   "$2y$",
                                                 "$5$",         "$6$",     "$y$",    "$argon2",
                                                 "-----BEGIN ", "Bearer ", "bearer "};

// A JSON Web Token begins with `{"` in base64.
bool is_json_web_token(std::string_view text) {
  return text.starts_with("eyJ") && text.find('.') != std::string_view::npos;
}

}  // namespace

bool looks_secret(std::string_view text) {
  return is_json_web_token(text) || std::any_of(marks.begin(), marks.end(), [&](auto mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

}  // namespace peeringd
