// The parameters of the history's queries. Pure.
#pragma once

#include <string>
#include <string_view>

#include "history/grid.hpp"
#include "http/request_target.hpp"
#include "model/target.hpp"

namespace peeringd {

/// Which series, and which span of it.
struct HistoryQuery {
  TargetKey key;  ///< connection and prefix, perhaps endpoint and probe
  SpanQuery span;
};

/// Reads `connection`, `prefix`, `endpoint`, `probe`, `points`, and `window` or `from` and `to`.
/// Without a span it is the day before `now`. The end is `now` at the latest. The error is a
/// sentence for the client.
Result<HistoryQuery> parse_history_query(std::string_view text, Moment now);

/// Reads `connection`, `prefix`, `endpoint` and `probe`, as above.
Result<TargetKey> parse_key(const Query& query);

/// Reads `points`, and `window` or `from` and `to`, as above. The query must know these parameters.
Result<SpanQuery> parse_span(const Query& query, Moment now);

/// The longest span of a query.
inline constexpr std::chrono::days longest_span{10 * 366};

}  // namespace peeringd
