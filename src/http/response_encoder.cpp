#include "http/response_encoder.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>
#include <iterator>
#include <optional>
#include <string_view>

#include "http/gzip.hpp"

namespace peeringd {
namespace {

// Every response: what it says is of this moment; and the index page, like any other body, runs no
// script, loads nothing and is shown in nobody's frame. Its style sheet is part of the page.
constexpr std::string_view constant_fields =
    "Server: peeringd\r\n"
    "Cache-Control: no-store\r\n"
    "Vary: Accept-Encoding\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'\r\n";

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
  const auto reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return {reason.data(), reason.size()};
}

// All fields but those that say how the body is sent.
std::string common_header(const HttpResponse& response, const ResponseForm& form) {
  std::string header;
  auto out = std::back_inserter(header);
  fmt::format_to(out, "HTTP/1.{} {} {}\r\nDate: {}\r\n{}", form.http_1_0 ? 0 : 1, response.status,
                 reason_phrase(response.status), http_date(form.now), constant_fields);
  // HTTP/1.0 closes unless told otherwise, HTTP/1.1 the reverse (RFC 9112 section 9.3).
  if (form.keep_alive == form.http_1_0) {
    fmt::format_to(out, "Connection: {}\r\n", form.keep_alive ? "keep-alive" : "close");
  }
  for (const HttpHeader& field : response.headers) {
    fmt::format_to(out, "{}: {}\r\n", field.name, field.value);
  }
  fmt::format_to(out, "Content-Type: {}\r\n", response.content_type);
  return header;
}

constexpr std::string_view packed_field = "Content-Encoding: gzip\r\n";

}  // namespace

EncodedResponse encode_response(HttpResponse response, const ResponseForm& form) {
  EncodedResponse encoded{common_header(response, form), {}};
  std::optional<std::string> packed;
  if (form.gzip && response.body.size() >= smallest_gzip_body) packed = gzip(response.body);
  if (packed) {
    encoded.header += packed_field;
    response.body = std::move(*packed);
  }
  fmt::format_to(std::back_inserter(encoded.header), "Content-Length: {}\r\n\r\n",
                 response.body.size());
  if (!form.head_only) encoded.body = std::move(response.body);
  return encoded;
}

std::string encode_header(const HttpResponse& response, const ResponseForm& form,
                          const BodyEncoder& body) {
  std::string header = common_header(response, form);
  if (body.is_gzip()) header += packed_field;
  if (body.is_chunked()) header += "Transfer-Encoding: chunked\r\n";
  return header + "\r\n";
}

}  // namespace peeringd
