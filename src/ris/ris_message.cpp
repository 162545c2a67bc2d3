#include "ris/ris_message.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "base/json_text.hpp"
#include "base/printable.hpp"
#include "ris/ris_update.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

std::optional<WallTime> time_of(const json::object& data) {
  const json::value* const value = data.if_contains("timestamp");
  if (value == nullptr || !value->is_number()) return std::nullopt;
  boost::system::error_code error;
  const auto seconds = value->to_number<double>(error);
  constexpr double latest = 9e9;  // the year 2255; WallTime ends in 2262
  if (error || !std::isfinite(seconds) || seconds < 0 || seconds > latest) return std::nullopt;
  return WallTime{std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds))};
}

// A message without `type` is an UPDATE of an older server.
bool is_update(const json::object& data) {
  const std::string_view type = text_member(data, "type");
  return type == "UPDATE" || (type.empty() && data.contains("announcements"));
}

Result<RisMessage> read_data(const json::object& data, const PrefixSet& ours) {
  RisData message{time_of(data), RisOtherMessage{}};
  const bool update = is_update(data);
  if (!update && text_member(data, "type") != "RIS_PEER_STATE") return RisMessage(message);
  const auto peer = read_ris_peer(data);
  if (!peer) return peer.error();
  if (update) {
    auto seen = read_ris_routes(data, *peer, ours);
    if (!seen) return seen.error();
    message.what = RisUpdate{*std::move(seen)};
  } else {
    SessionChange change;
    change.at = peer->at;
    change.peer_as = peer->as;
    change.what = SessionChange::What::lost;
    message.what = RisPeerState{change};
  }
  return RisMessage(std::move(message));
}

void add_prefix(const json::value& value, std::vector<IpPrefix>& prefixes) {
  const json::string* const text = value.if_string();
  if (text == nullptr) return;
  if (const auto prefix = IpPrefix::parse_with_host_bits(*text)) prefixes.push_back(*prefix);
}

RisSubscribed read_subscribed(const json::object& data) {
  RisSubscribed subscribed;
  const json::value* const subscription = data.if_contains("subscription");
  if (subscription == nullptr || !subscription->is_object()) return subscribed;
  const json::value* const prefix = subscription->get_object().if_contains("prefix");
  if (prefix == nullptr) return subscribed;
  add_prefix(*prefix, subscribed.prefixes);
  if (const json::array* const list = prefix->if_array()) {
    for (const json::value& each : *list) add_prefix(each, subscribed.prefixes);
  }
  return subscribed;
}

}  // namespace

Result<RisMessage> read_ris_message(std::string_view text, const PrefixSet& ours) {
  constexpr std::size_t max_text = 200;
  if (text.size() > max_ris_message_size) return Error{"a message above 1 MiB"};
  json::parse_options options;
  options.max_depth = max_ris_depth;
  json::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  if (error) return Error{"no JSON: " + error.message()};
  const json::object* const message = value.if_object();
  if (message == nullptr) return Error{"no JSON object"};
  static const json::object empty;
  const json::value* const data_value = message->if_contains("data");
  const json::object* const given = data_value == nullptr ? nullptr : data_value->if_object();
  const json::object& data = given == nullptr ? empty : *given;

  const std::string_view type = text_member(*message, "type");
  if (type == "ris_message") return read_data(data, ours);
  if (type == "ris_error") {
    return RisMessage(RisError{printable(text_member(data, "message").substr(0, max_text))});
  }
  if (type == "ris_subscribe_ok") return RisMessage(read_subscribed(data));
  if (type == "pong") return RisMessage(RisPong{});
  if (type.empty()) return Error{"a message without a type"};
  return RisMessage(RisIgnored{});
}

}  // namespace peeringd
