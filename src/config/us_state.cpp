#include <array>
#include <vector>

#include "base/words.hpp"
#include "config/location.hpp"

namespace peeringd {
namespace {

struct State {
  std::string_view code;
  std::string_view name;
};

// USPS Publication 28, appendix B: the states, the District of Columbia, and the territories.
// clang-format off
constexpr std::array<State, 56> states{{
    {"AL", "Alabama"},
    {"AK", "Alaska"},
    {"AZ", "Arizona"},
    {"AR", "Arkansas"},
    {"CA", "California"},
    {"CO", "Colorado"},
    {"CT", "Connecticut"},
    {"DE", "Delaware"},
    {"DC", "District of Columbia"},
    {"FL", "Florida"},
    {"GA", "Georgia"},
    {"HI", "Hawaii"},
    {"ID", "Idaho"},
    {"IL", "Illinois"},
    {"IN", "Indiana"},
    {"IA", "Iowa"},
    {"KS", "Kansas"},
    {"KY", "Kentucky"},
    {"LA", "Louisiana"},
    {"ME", "Maine"},
    {"MD", "Maryland"},
    {"MA", "Massachusetts"},
    {"MI", "Michigan"},
    {"MN", "Minnesota"},
    {"MS", "Mississippi"},
    {"MO", "Missouri"},
    {"MT", "Montana"},
    {"NE", "Nebraska"},
    {"NV", "Nevada"},
    {"NH", "New Hampshire"},
    {"NJ", "New Jersey"},
    {"NM", "New Mexico"},
    {"NY", "New York"},
    {"NC", "North Carolina"},
    {"ND", "North Dakota"},
    {"OH", "Ohio"},
    {"OK", "Oklahoma"},
    {"OR", "Oregon"},
    {"PA", "Pennsylvania"},
    {"RI", "Rhode Island"},
    {"SC", "South Carolina"},
    {"SD", "South Dakota"},
    {"TN", "Tennessee"},
    {"TX", "Texas"},
    {"UT", "Utah"},
    {"VT", "Vermont"},
    {"VA", "Virginia"},
    {"WA", "Washington"},
    {"WV", "West Virginia"},
    {"WI", "Wisconsin"},
    {"WY", "Wyoming"},
    {"AS", "American Samoa"},
    {"GU", "Guam"},
    {"MP", "Northern Mariana Islands"},
    {"PR", "Puerto Rico"},
    {"VI", "Virgin Islands"}}};
// clang-format on

}  // namespace

Result<std::string> parse_us_state(std::string_view text) {
  const std::string code = upper_case(text);
  const std::string name = lower_case(text);
  std::vector<std::string_view> names;
  for (const State& state : states) {
    if (state.code == code || lower_case(state.name) == name) return std::string(state.code);
    names.push_back(state.name);
  }
  return Error{in_quotes(text) +
               " is not a state of the United States; write its USPS code or name, " +
               "as WA or Washington" + (text.size() > 2 ? did_you_mean(text, names) : "")};
}

}  // namespace peeringd
