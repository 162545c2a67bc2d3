// What a running daemon thinks of its connections, worst first, for a terminal: made of its JSON
// (/api/v1/connections), which comes over HTTP.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// One paragraph per connection: its state and since when, its figures, and the reason for the
/// state. Down, Fail, Warning, not known, Pass, in this order; those in maintenance after the
/// others of the same state. With `colour`, states have the colours of a terminal. Fails if
/// `document` is not such a document; texts in it may be hostile. Any thread.
Result<std::string> status_report(std::string_view document, bool colour);

}  // namespace peeringd
