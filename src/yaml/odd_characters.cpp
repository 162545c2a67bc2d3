#include "yaml/odd_characters.hpp"

#include <array>

namespace peeringd {
namespace {

constexpr std::string_view space = "write an ordinary space";
constexpr std::string_view unseen = "it cannot be seen; delete it";
constexpr std::string_view double_quote = "write \"";
constexpr std::string_view single_quote = "write '";
constexpr std::string_view hyphen = "write -";

struct Odd {
  std::string_view bytes;
  std::string_view name;
  std::string_view advice;
};

constexpr std::array<Odd, 30> odd_characters{
    {{"\xc2\xa0", "a no-break space (U+00A0)", space},
     {"\xe2\x80\x83", "an em space (U+2003)", space},
     {"\xe2\x80\x87", "a figure space (U+2007)", space},
     {"\xe2\x80\x89", "a thin space (U+2009)", space},
     {"\xe2\x80\xaf", "a narrow no-break space (U+202F)", space},
     {"\xe3\x80\x80", "an ideographic space (U+3000)", space},
     {"\xe2\x80\xa8", "a line separator (U+2028)", "write an ordinary line end"},
     {"\xc2\xad", "a soft hyphen (U+00AD)", unseen},
     {"\xe2\x80\x8b", "a zero-width space (U+200B)", unseen},
     {"\xe2\x80\x8c", "a zero-width non-joiner (U+200C)", unseen},
     {"\xe2\x80\x8d", "a zero-width joiner (U+200D)", unseen},
     {"\xe2\x80\x8e", "a left-to-right mark (U+200E)", unseen},
     {"\xe2\x80\x8f", "a right-to-left mark (U+200F)", unseen},
     {"\xe2\x80\xaa", "a left-to-right embedding (U+202A)", unseen},
     {"\xe2\x80\xac", "a directional mark (U+202C)", unseen},
     {"\xe2\x81\xa0", "a word joiner (U+2060)", unseen},
     {"\xef\xbb\xbf", "a byte order mark (U+FEFF)", unseen},
     {"\xe2\x80\x9c", "a typographic quote (U+201C)", double_quote},
     {"\xe2\x80\x9d", "a typographic quote (U+201D)", double_quote},
     {"\xe2\x80\x9e", "a typographic quote (U+201E)", double_quote},
     {"\xc2\xab", "a typographic quote (U+00AB)", double_quote},
     {"\xc2\xbb", "a typographic quote (U+00BB)", double_quote},
     {"\xe2\x80\x98", "a typographic quote (U+2018)", single_quote},
     {"\xe2\x80\x99", "a typographic quote (U+2019)", single_quote},
     {"\xe2\x80\x9a", "a typographic quote (U+201A)", single_quote},
     {"\xe2\x80\x91", "a no-break hyphen (U+2011)", hyphen},
     {"\xe2\x80\x93", "an en dash (U+2013)", hyphen},
     {"\xe2\x80\x94", "an em dash (U+2014)", hyphen},
     {"\xe2\x88\x92", "a minus sign (U+2212)", hyphen},
     {"\xef\xbc\x9a", "a full-width colon (U+FF1A)", "write :"}}};

OddCharacter describe(const Odd& odd, std::size_t at) {
  return {at, "contains " + std::string(odd.name) + ", perhaps from pasted text; " +
                  std::string(odd.advice)};
}

}  // namespace

std::optional<OddCharacter> find_odd_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x80) continue;
    for (const Odd& odd : odd_characters) {
      if (text.substr(i).starts_with(odd.bytes)) return describe(odd, i);
    }
  }
  return std::nullopt;
}

std::optional<OddCharacter> find_odd_edge(std::string_view text) {
  for (const Odd& odd : odd_characters) {
    if (text.starts_with(odd.bytes)) return describe(odd, 0);
    if (text.ends_with(odd.bytes)) return describe(odd, text.size() - odd.bytes.size());
  }
  return std::nullopt;
}

}  // namespace peeringd
