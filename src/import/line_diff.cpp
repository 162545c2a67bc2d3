#include "import/line_diff.hpp"

#include <algorithm>
#include <vector>

namespace peeringd {
namespace {

using Lines = std::vector<std::string_view>;

constexpr int max_changes = 1000;  // the memory grows with its square
constexpr std::size_t context = 3;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

struct Edit {
  char sign;  // ' ', '-' or '+'
  std::string_view line;
};

// The furthest row of each diagonal after 0, 1, 2, … changes: E. W. Myers, "An O(ND) Difference
// Algorithm", 1986. Diagonal k of a step has the index k + step.
using Steps = std::vector<std::vector<int>>;

Steps steps_between(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  Steps steps;
  for (int d = 0; d <= std::min(n + m, max_changes); ++d) {
    std::vector<int> row(static_cast<std::size_t>(2 * d + 1));
    for (int k = -d; k <= d; k += 2) {
      const auto before = [&](int diagonal) {
        return steps.back()[static_cast<std::size_t>(diagonal + d - 1)];
      };
      const bool down = d > 0 && (k == -d || (k != d && before(k - 1) < before(k + 1)));
      int x = d == 0 ? 0 : down ? before(k + 1) : before(k - 1) + 1;
      while (x < n && x - k < m &&
             a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) {
        ++x;
      }
      row[static_cast<std::size_t>(k + d)] = x;
      if (x < n || x - k < m) continue;
      steps.push_back(std::move(row));
      return steps;
    }
    steps.push_back(std::move(row));
  }
  return {};  // too many changes
}

std::vector<Edit> edits_along(const Steps& steps, const Lines& a, const Lines& b) {
  std::vector<Edit> edits;
  int x = static_cast<int>(a.size());
  int y = static_cast<int>(b.size());
  for (int d = static_cast<int>(steps.size()) - 1; d >= 0; --d) {
    const int k = x - y;
    int from_x = 0;
    bool down = false;
    if (d > 0) {
      const auto before = [&](int diagonal) {
        return steps[static_cast<std::size_t>(d - 1)][static_cast<std::size_t>(diagonal + d - 1)];
      };
      down = k == -d || (k != d && before(k - 1) < before(k + 1));
      from_x = down ? before(k + 1) : before(k - 1) + 1;
    }
    for (; x > from_x; --x, --y) edits.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
    if (d == 0) break;
    if (down) {
      edits.push_back({'+', b[static_cast<std::size_t>(--y)]});
    } else {
      edits.push_back({'-', a[static_cast<std::size_t>(--x)]});
    }
  }
  std::reverse(edits.begin(), edits.end());
  return edits;
}

std::vector<Edit> edits_between(const Lines& a, const Lines& b) {
  if (const Steps steps = steps_between(a, b); !steps.empty()) return edits_along(steps, a, b);
  std::vector<Edit> edits;
  for (const std::string_view line : a) edits.push_back({'-', line});
  for (const std::string_view line : b) edits.push_back({'+', line});
  return edits;
}

}  // namespace

std::string line_diff(std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::vector<Edit> edits = edits_between(lines_of(before), lines_of(after));
  std::string text;
  std::size_t line_before = 1;
  std::size_t line_after = 1;
  std::size_t shown_until = 0;  // edits before this one are shown or skipped
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const std::size_t end = std::min(edits.size(), i + context + 1);
    const bool near =
        std::any_of(edits.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, context)),
                    edits.begin() + static_cast<std::ptrdiff_t>(end),
                    [](const Edit& edit) { return edit.sign != ' '; });
    if (near) {
      if (shown_until != i || text.empty()) {
        text += "@@ -" + std::to_string(line_before) + " +" + std::to_string(line_after) + " @@\n";
      }
      text += edits[i].sign + std::string(edits[i].line) + '\n';
      shown_until = i + 1;
    }
    if (edits[i].sign != '+') ++line_before;
    if (edits[i].sign != '-') ++line_after;
  }
  return text;
}

}  // namespace peeringd
