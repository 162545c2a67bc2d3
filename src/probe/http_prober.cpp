#include "probe/http_prober.hpp"

#include <algorithm>
#include <functional>

#include "probe/body_check.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {
namespace {

TransferRequest request_of(const HttpOptions& options) {
  TransferRequest request;
  request.tls = options.tls;
  request.host = options.server_name;
  request.port = options.port;
  request.path = options.path;
  request.method = options.method;
  request.version = options.version;
  request.headers = options.headers;
  request.ca_file = options.ca_file;
  request.verify = options.verify;
  request.keep_connection = options.warm;
  if (options.expect_body) {
    request.keep_body = true;
    request.max_body = body_bytes_needed(*options.expect_body);
  }
  return request;
}

HttpExchange exchange_of(const TransferResult& result) {
  HttpExchange exchange;
  exchange.phases = {result.connect, result.tls, result.processing, result.transfer};
  if (result.status != 0) exchange.status = result.status;
  exchange.http_version = result.http_version;
  exchange.tls_version = result.tls_version;
  exchange.certificate_not_after = result.certificate_not_after;
  exchange.sent_not_after = result.sent_not_after;
  exchange.edge_headers = result.headers;
  return exchange;
}

Answerer answerer_by_certificate(CertificateMatch match) {
  switch (match) {
    case CertificateMatch::right:
      return Answerer::host;
    case CertificateMatch::untrusted:
      return Answerer::doubtful;
    case CertificateMatch::foreign:
      return Answerer::other;
    case CertificateMatch::none:
      break;
  }
  return Answerer::unproven;
}

// Without a verified certificate, an expected answer shows who sent it. A server with a fault of
// its own answers 500 to 599; 511 is the status of captive portals (RFC 6585, section 6).
Answerer answerer_by_answer(const TransferResult& result, bool expected) {
  if (expected) return Answerer::host;
  if (result.outcome == TransferOutcome::malformed) return Answerer::other;
  if (result.status == 0) return Answerer::unproven;
  return result.status >= 500 && result.status != 511 ? Answerer::doubtful : Answerer::other;
}

LossReason reason_of(TransferOutcome outcome) {
  switch (outcome) {
    case TransferOutcome::refused:
      return LossReason::refused;
    case TransferOutcome::unreachable:
      return LossReason::unreachable;
    case TransferOutcome::tls:
      return LossReason::tls;
    case TransferOutcome::reset:
      return LossReason::reset;
    case TransferOutcome::malformed:
      return LossReason::status;
    case TransferOutcome::timeout:
    case TransferOutcome::complete:
      break;
  }
  return LossReason::timeout;
}

}  // namespace

HttpProber::HttpProber(const Source& source, const ProberContext& context)
    : source_(source),
      context_(context),
      transfers_(
          context.executor, source, edge_header_names, context.trust,
          [this](std::uint32_t flight, const TransferResult& result) { note(flight, result); }) {}

void HttpProber::start(FlightIndex index, const ProbeOptions& any_options) {
  const auto& options = std::get<HttpOptions>(any_options);
  if (index >= under_way_.size()) under_way_.resize(index + std::size_t{1});
  Flight& flight = context_.flights[index];
  flight.departure.before = context_.clock.now();
  // Before the transfer starts: whatever fails here leaves none behind.
  under_way_[index].expect_status = options.expect_status;
  under_way_[index].expect_body = options.expect_body;
  under_way_[index].host = options.server_name;
  under_way_[index].verified = options.tls && options.verify;
  if (flight.follows) {
    const auto kept = under_way_[*flight.follows].transfer;
    under_way_[index].transfer = transfers_.follow(index, kept, request_of(options));
  } else {
    const auto started = transfers_.start(index, flight.address, request_of(options));
    if (!started) {
      const TransferRefusal& refusal = started.error();
      failures_.note(context_.clock.now(), "no HTTP", source_, refusal.message());
      context_.listener.on_not_sent(
          index, refusal.without_socket ? error_reason_of(refusal.error) : ErrorReason::send);
      return;
    }
    under_way_[index].transfer = *started;
  }
  context_.listener.on_sent(index);
}

void HttpProber::abandon(FlightIndex flight) {
  if (flight < under_way_.size()) transfers_.cancel(under_way_[flight].transfer);
}

void HttpProber::log_body(FlightIndex flight, std::string_view body) {
  const std::string& host = under_way_[flight].host;
  failures_.note(context_.clock.now(), std::hash<std::string>{}(host), [&] {
    return "lost: " + host + " at " + context_.flights[flight].address.to_string() +
           ", requested from " + source_.address.to_string() +
           ", answered with a different body: " + describe_body(body);
  });
}

void HttpProber::note(FlightIndex flight, const TransferResult& result) {
  ProbeListener& listener = context_.listener;
  const auto& [transfer, expect_status, expect_body, host, verified] = under_way_[flight];
  const bool wanted_status =
      expect_status.empty() ||
      std::binary_search(expect_status.begin(), expect_status.end(), result.status);
  const bool complete = result.outcome == TransferOutcome::complete;
  const bool wanted =
      complete && wanted_status && (!expect_body || is_expected(*expect_body, result.body));
  if (result.connect || result.status != 0) {
    HttpExchange exchange = exchange_of(result);
    const bool expects = expect_body || !expect_status.empty();
    if (verified) {
      exchange.answerer = answerer_by_certificate(result.certificate_match);
      exchange.foreign_name = result.presented_name;
    } else if (expects) {
      exchange.answerer = answerer_by_answer(result, wanted);
    }
    listener.on_observed(flight, exchange);
  }
  if (!complete) {
    listener.on_lost(flight, reason_of(result.outcome));
  } else if (!wanted_status) {
    listener.on_lost(flight, LossReason::status);
  } else if (!wanted) {
    log_body(flight, result.body);
    listener.on_lost(flight, LossReason::body);
  } else if (!result.round_trip) {
    listener.on_lost(flight, LossReason::reset);
  } else {
    listener.on_answered(flight, *result.round_trip);
  }
}

}  // namespace peeringd
