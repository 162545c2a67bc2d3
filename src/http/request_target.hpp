// Decodes the target of a request: the segments of its path and the parameters of its query. Pure.
// Not Boost.URL: it costs half a megabyte and six seconds of compilation, or one more library, and
// would still leave the checks below to us.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace peeringd {

/// The segments of a path that starts with `/`, percent-decoded (RFC 3986 section 3.3): `/a%20b/`
/// is `a b` and an empty one. A decoded segment may contain `/`. Error: the encoding is invalid, or
/// a segment contains a NUL or is not UTF-8. Any thread.
Result<std::vector<std::string>> decode_path(std::string_view path);

/// The parameters of a query. Error messages name parameters, but repeat nothing of the request.
class Query {
 public:
  /// Decodes `text`, which follows the `?`, as application/x-www-form-urlencoded: `%41` is `A`, `+`
  /// is a space. Error: as for decode_path(), or a parameter that is not among `known`. Any thread.
  static Result<Query> parse(std::string_view text, std::initializer_list<std::string_view> known);

  /// All values of a parameter, in their order.
  std::vector<std::string> values(std::string_view name) const;

  /// The value of a parameter. Error: it is given more than once.
  Result<std::optional<std::string>> value(std::string_view name) const;

  /// The value of a parameter as a decimal number. Error: also if it is outside of the range.
  Result<std::optional<std::uint64_t>> number(std::string_view name, std::uint64_t smallest,
                                              std::uint64_t largest) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace peeringd
