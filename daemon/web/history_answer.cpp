#include "daemon/web/history_answer.hpp"

#include <utility>

#include "daemon/web/continuation.hpp"

namespace peeringd {
namespace {

HttpResponse unavailable(const std::string& why) {
  HttpResponse response = refusal(503, why);
  response.headers = {{"Retry-After", "60"}};
  return response;
}

}  // namespace

HttpResponse response_of(const char* content_type, std::string body) {
  HttpResponse response;
  response.content_type = content_type;
  response.body = std::move(body);
  return response;
}

HttpResponse refusal(unsigned status, const std::string& sentence) {
  return plain_text(status, sentence + "\n");
}

Moment last_minute(const Clock& clock) {
  return period_start(Tier::minute, std::chrono::floor<std::chrono::seconds>(clock.wall()));
}

void ask_history(const WebParts& parts, const HttpReply& reply,
                 std::function<HttpResponse(OpenHistory&)> answer) {
  if (parts.history == nullptr || !parts.history->facts().on)
    return reply(unavailable("The history is off; set history in the configuration to keep one"));
  const auto use = [reply, answer = std::move(answer)](OpenHistory* history) {
    reply(history == nullptr ? unavailable("The history cannot be read at the moment")
                             : answer(*history));
  };
  if (read_history(*parts.history, reply, use)) return;
  reply(unavailable("Too many history queries are already waiting"));
}

}  // namespace peeringd
