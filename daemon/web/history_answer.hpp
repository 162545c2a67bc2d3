// Answers requests on the history's thread.
#pragma once

#include <functional>
#include <string>

#include "daemon/web/web_handlers.hpp"

namespace peeringd {

HttpResponse response_of(const char* content_type, std::string body);

/// A 400, 404 or 413 with a sentence; adds the line end.
HttpResponse refusal(unsigned status, const std::string& sentence);

/// The end of the last minute that is over. Later minutes have no record yet.
Moment last_minute(const Clock& clock);

/// Replies with `answer`, which runs on the history's thread and delays the recording, so it must
/// be quick; with a 500 if that throws; or with a 503 if there is no history, it cannot be read, or
/// too many queries wait. Any thread.
void ask_history(const WebParts& parts, const HttpReply& reply,
                 std::function<HttpResponse(OpenHistory&)> answer);

}  // namespace peeringd
