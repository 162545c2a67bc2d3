#include "http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <optional>

namespace peeringd {
namespace {

namespace http = boost::beast::http;
using Fields = http::request<http::empty_body>;

constexpr std::string_view header_end = "\r\n\r\n";

HttpResponse malformed(const std::string& why) {
  return plain_text(400, "This is not an HTTP request: " + why + ".\n");
}

bool has_bare_line_feed(std::string_view text) {
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

// Finds errors in an incomplete header. Waiting for the rest would leave a TLS client, or a person
// at a keyboard, without an answer until the time limit.
std::optional<HttpResponse> early_error(std::string_view text) {
  constexpr unsigned char tls_handshake = 0x16;
  if (text.empty()) return std::nullopt;
  if (static_cast<unsigned char>(text[0]) == tls_handshake) {
    return malformed("it looks like TLS, and this port expects plain HTTP");
  }
  if (static_cast<unsigned char>(text[0]) <= ' ') return malformed("it starts with white space");
  if (has_bare_line_feed(text)) return malformed("a line does not end in CR LF");
  return std::nullopt;
}

// Whether the first line ends with an HTTP version, of any number.
bool names_http_version(std::string_view header) {
  const std::string_view line = header.substr(0, header.find("\r\n"));
  return line.substr(line.rfind(' ') + 1).starts_with("HTTP/");
}

// Splits a request target (RFC 9112 section 3.2): `/path?query`, or the same after `http://host`,
// which a server must accept too. Nothing for other forms.
std::optional<HttpRequest> split_target(std::string_view target, std::string& authority) {
  if (!target.starts_with('/')) {
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    target.remove_prefix(scheme_end + 3);
    authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(authority.size());
  }
  HttpRequest request;
  const auto query = target.find('?');
  request.path = target.substr(0, query);
  if (request.path.empty()) request.path = "/";
  if (query != std::string_view::npos) request.query = target.substr(query + 1);
  return request;
}

std::string joined(const Fields& fields, http::field name) {
  std::string all;
  const auto [first, last] = fields.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (!all.empty()) all += ", ";
    all += std::string_view(field->value());
  }
  return all;
}

constexpr std::string_view chunked_name = "chunked";  // and nothing beside it

enum class Chunks : std::uint8_t { empty, not_empty, undecided };

// Determines whether a body in chunks (RFC 9112 section 7.1) is empty: `0`, possibly an extension
// and trailers, and an empty line. Sets `size` to the size of an empty one.
Chunks look_at_chunks(std::string_view body, std::size_t& size) {
  const auto line_end = body.find("\r\n");
  const std::string_view line = body.substr(0, line_end);
  const auto digits_end = line.find_first_not_of('0');
  if (digits_end == 0 || line_end == 0) return Chunks::not_empty;
  if (digits_end != std::string_view::npos && line[digits_end] != '\r' &&
      std::string_view("; \t").find(line[digits_end]) == std::string_view::npos) {
    return Chunks::not_empty;
  }
  if (line_end == std::string_view::npos) return Chunks::undecided;
  const auto end = body.find(header_end, line_end);
  if (end == std::string_view::npos) return Chunks::undecided;
  size = end + header_end.size();
  return Chunks::empty;
}

// Determines from the header and `rest`, which follows it, whether there is a body.
void note_body(const Fields& fields, std::string_view rest, std::size_t limit,
               ParsedRequest& parsed) {
  if (fields.count(http::field::transfer_encoding) == 0) {
    const std::string length = joined(fields, http::field::content_length);
    parsed.has_body = length.find_first_not_of("0, \t") != std::string::npos;
    return;
  }
  parsed.has_body = true;
  if (!fields.chunked() || fields.at(http::field::transfer_encoding).size() != chunked_name.size())
    return;
  std::size_t size = 0;
  const Chunks chunks = look_at_chunks(rest.substr(0, limit), size);
  parsed.body_undecided = chunks == Chunks::undecided && rest.size() < limit;
  if (chunks != Chunks::empty) return;
  parsed.has_body = false;
  parsed.size += size;
}

ParseOutcome evaluate(const Fields& fields, std::size_t size, std::string_view rest,
                      std::size_t limit) {
  // RFC 9112 section 3.2: exactly one Host in HTTP/1.1, never two.
  const auto hosts = fields.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && fields.version() == 11)) {
    return malformed("it needs one Host field");
  }
  ParsedRequest parsed;
  std::optional<HttpRequest> request =
      split_target(std::string_view(fields.target()), parsed.authority);
  if (!request) return malformed("its target is not a path");
  request->method = std::string_view(fields.method_string());

  parsed.request = std::move(*request);
  parsed.size = size;
  parsed.http_1_0 = fields.version() == 10;
  parsed.keep_alive = fields.keep_alive();
  note_body(fields, rest, limit - size, parsed);
  parsed.accept_encoding = joined(fields, http::field::accept_encoding);
  parsed.if_none_match = joined(fields, http::field::if_none_match);
  parsed.authorization = joined(fields, http::field::authorization);
  parsed.host = joined(fields, http::field::host);
  parsed.origin = joined(fields, http::field::origin);
  const auto site = fields.find("Sec-Fetch-Site");
  if (site != fields.end()) parsed.fetch_site = std::string_view(site->value());
  return parsed;
}

}  // namespace

ParseOutcome parse_request(std::string_view input, std::size_t limit) {
  // RFC 9112 section 2.2: empty lines before a request are to be ignored.
  std::size_t skipped = 0;
  while (input.substr(skipped).starts_with("\r\n")) skipped += 2;
  std::string_view header = input.substr(skipped);
  if (header == "\r") return NeedMore{};

  const auto end = header.find(header_end);
  header = header.substr(0, end == std::string_view::npos ? end : end + header_end.size());
  if (auto error = early_error(header)) return *std::move(error);
  if (skipped + header.size() > limit) {
    return plain_text(
        431, "The header of this request is longer than " + std::to_string(limit) + " bytes.\n");
  }
  if (end == std::string_view::npos) return NeedMore{};

  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(header.size() + 1));
  parser.skip(true);  // a body is never read
  boost::beast::error_code error;
  parser.put(boost::asio::const_buffer(header.data(), header.size()), error);
  if (error == http::error::bad_version && names_http_version(header)) {
    return plain_text(505, "This server speaks HTTP/1.1 and HTTP/1.0.\n");
  }
  if (error) return malformed(error.message());
  const std::size_t size = skipped + header.size();
  return evaluate(parser.get(), size, input.substr(size), limit);
}

}  // namespace peeringd
