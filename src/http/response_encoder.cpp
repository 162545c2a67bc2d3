#include "http/response_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>
#include <iterator>
#include <utility>

namespace peeringd {
namespace {

namespace http = boost::beast::http;

// qvalue = ( "0" [ "." *3"0-9" ] ) / ( "1" [ "." *3"0" ] )
bool is_weight(std::string_view text) {
  constexpr std::size_t longest = 5;
  if (text.empty() || text.size() > longest || (text[0] != '0' && text[0] != '1')) return false;
  if (text.size() > 1 && text[1] != '.') return false;
  const std::string_view decimals = text.substr(std::min<std::size_t>(text.size(), 2));
  const std::string_view allowed = text[0] == '1' ? "0" : "0123456789";
  return decimals.find_first_not_of(allowed) == std::string_view::npos;
}

// Returns whether the parameters of a coding leave it acceptable; nothing if they are invalid.
std::optional<bool> is_wanted(const http::param_list& parameters) {
  bool wanted = true;
  for (const auto& [name, weight] : parameters) {
    if (!boost::beast::iequals(name, "q") || !is_weight(weight)) return std::nullopt;
    wanted = weight.find_first_not_of("0.") != std::string_view::npos;
  }
  return wanted;
}

struct DefaultField {
  std::string_view name;
  std::string_view value;
};

// Figures are of this moment. A page runs no script, loads nothing and is shown in no frame; its
// style sheet is part of it.
constexpr std::array<DefaultField, 2> default_fields{{
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'"},
}};

constexpr std::string_view constant_fields =
    "Server: peeringd\r\n"
    "Vary: Accept-Encoding\r\n"
    "X-Content-Type-Options: nosniff\r\n";

// RFC 9110 section 5.6.7, without strftime(), whose names depend on the locale.
std::string http_date(WallTime time) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                     months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string_view reason_phrase(unsigned status) {
  const auto reason = http::obsolete_reason(http::int_to_status(status));
  return {reason.data(), reason.size()};
}

bool has_field(const HttpResponse& response, std::string_view name) {
  return std::ranges::find(response.headers, name, &HttpHeader::name) != response.headers.end();
}

// All fields except those about the body.
std::string common_header(const HttpResponse& response, const ResponseForm& form) {
  std::string header;
  auto out = std::back_inserter(header);
  fmt::format_to(out, "HTTP/1.{} {} {}\r\nDate: {}\r\n{}", form.http_1_0 ? 0 : 1, response.status,
                 reason_phrase(response.status), http_date(form.now), constant_fields);
  // HTTP/1.0 closes by default, HTTP/1.1 does not (RFC 9112 section 9.3).
  if (form.keep_alive == form.http_1_0) {
    fmt::format_to(out, "Connection: {}\r\n", form.keep_alive ? "keep-alive" : "close");
  }
  for (const DefaultField& field : default_fields) {
    if (!has_field(response, field.name)) {
      fmt::format_to(out, "{}: {}\r\n", field.name, field.value);
    }
  }
  for (const HttpHeader& field : response.headers) {
    fmt::format_to(out, "{}: {}\r\n", field.name, field.value);
  }
  return header;
}

std::string content_type_field(const HttpResponse& response) {
  return fmt::format("Content-Type: {}\r\n", response.content_type);
}

std::string content_length_field(std::size_t size) {
  return fmt::format("Content-Length: {}\r\n\r\n", size);
}

constexpr std::string_view gzip_field = "Content-Encoding: gzip\r\n";

// `etag` in its quotes. No other tag can contain it, as tags contain no quotes.
bool names_etag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

EncodedResponse encode_file(HttpResponse response, const ResponseForm& form) {
  const EmbeddedFile& file = *response.file;
  const bool gzip = form.gzip && !file.gzip.empty();
  const std::string etag = fmt::format("\"{}{}\"", file.etag, gzip ? "-gzip" : "");
  response.headers.push_back({"ETag", etag});
  const bool unchanged = names_etag(form.if_none_match, etag);
  if (unchanged) response.status = 304;
  EncodedResponse encoded{common_header(response, form), {}};
  if (unchanged) {
    encoded.header += "\r\n";
    return encoded;
  }
  const std::string_view content = gzip ? file.gzip : file.content;
  encoded.header += content_type_field(response);
  if (gzip) encoded.header += gzip_field;
  encoded.header += content_length_field(content.size());
  if (!form.head_only) encoded.file = content;
  return encoded;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> by_name;
  std::optional<bool> by_wildcard;
  while (!accept_encoding.empty()) {
    const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
    // One element at a time: in a list, ext_list of Boost 1.81 takes the parameters of an element
    // for those of the next one too, if that has none.
    for (const auto& [coding, parameters] : http::ext_list(accept_encoding.substr(0, end))) {
      const bool named =
          boost::beast::iequals(coding, "gzip") || boost::beast::iequals(coding, "x-gzip");
      if (named) by_name = is_wanted(parameters);
      if (coding == "*") by_wildcard = is_wanted(parameters);
    }
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
  }
  return by_name.value_or(by_wildcard.value_or(false));
}

EncodedResponse encode_response(HttpResponse response, const ResponseForm& form) {
  if (response.file != nullptr) return encode_file(std::move(response), form);
  EncodedResponse encoded{common_header(response, form) + content_type_field(response), {}};
  if (form.gzip && response.body.size() >= smallest_gzip_body) {
    encoded.header += gzip_field;
    response.body = gzip(response.body);
  }
  encoded.header += content_length_field(response.body.size());
  if (!form.head_only) encoded.body = std::move(response.body);
  return encoded;
}

BodyEncoder::BodyEncoder(bool gzip, bool chunked) : chunked_(chunked) {
  if (gzip) gzip_.emplace();
}

std::string BodyEncoder::add(std::string_view piece) {
  return frame(gzip_ ? gzip_->add(piece) : std::string(piece));
}

std::string BodyEncoder::finish() {
  std::string last = gzip_ ? frame(gzip_->finish()) : std::string();
  if (chunked_) last += "0\r\n\r\n";
  return last;
}

std::string BodyEncoder::frame(std::string bytes) const {
  // A chunk of no bytes would end the body.
  if (!chunked_ || bytes.empty()) return bytes;
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

std::string encode_header(const HttpResponse& response, const ResponseForm& form,
                          const BodyEncoder& body) {
  std::string header = common_header(response, form) + content_type_field(response);
  if (body.is_gzip()) header += gzip_field;
  if (body.is_chunked()) header += "Transfer-Encoding: chunked\r\n";
  return header + "\r\n";
}

}  // namespace peeringd
