#include "http/request_parser.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

constexpr std::size_t limit = 200;

ParsedRequest parsed(std::string_view input) {
  return std::get<ParsedRequest>(parse_request(input, limit));
}

/// The status that answers `input`; 0: it is a request, 1: it is not complete.
unsigned refusal(std::string_view input) {
  const auto outcome = parse_request(input, limit);
  if (std::holds_alternative<NeedMore>(outcome)) return 1;
  const auto* response = std::get_if<HttpResponse>(&outcome);
  return response == nullptr ? 0 : response->status;
}

TEST(RequestParser, ReadsMethodPathAndQuery) {
  const auto result = parsed("GET /metrics?name[]=a&b=%20 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(result.request.method, "GET");
  EXPECT_EQ(result.request.path, "/metrics");
  EXPECT_EQ(result.request.query, "name[]=a&b=%20");
}

TEST(RequestParser, ReadsATargetInAbsoluteForm) {
  EXPECT_EQ(parsed("GET http://h:8075/a?q HTTP/1.1\r\nHost: h\r\n\r\n").request.path, "/a");
  EXPECT_EQ(parsed("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").request.path, "/");
  EXPECT_EQ(parsed("GET http://h?q HTTP/1.1\r\nHost: h\r\n\r\n").request.query, "q");
}

TEST(RequestParser, RefusesATargetThatIsNotAPath) {
  EXPECT_EQ(refusal("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"), 400U);
  EXPECT_EQ(refusal("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n"), 400U);
}

TEST(RequestParser, WaitsForTheEndOfTheHeaderAtEveryByte) {
  const std::string whole = "GET / HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(refusal(whole.substr(0, size)), 1U) << size;
  }
  EXPECT_EQ(refusal(whole), 0U);
}

TEST(RequestParser, ReturnsTheSizeOfTheRequest) {
  const std::string first = "\r\nGET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(parsed(first + "GET /2 HTTP/1.1\r\n").size, first.size());
}

TEST(RequestParser, DerivesKeepAliveFromVersionAndClient) {
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: h\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(RequestParser, DetectsABody) {
  EXPECT_FALSE(parsed("POST / HTTP/1.1\r\nHost: h\r\n\r\n").has_body);
  EXPECT_FALSE(parsed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").has_body);
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n").has_body);
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n").has_body);
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n").has_body);
}

TEST(RequestParser, TreatsAnEmptyChunkedBodyAsNone) {
  const std::string header = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string body : {"0\r\n\r\n", "000;a=b\r\n\r\n", "0\r\nTrailer: x\r\n\r\n"}) {
    const auto result = parsed(header + body + "GET");
    EXPECT_FALSE(result.has_body) << body;
    EXPECT_EQ(result.size, header.size() + body.size()) << body;
  }
  for (const std::string body : {"5\r\nhello\r\n0\r\n\r\n", "05\r\n", "\r\n", "x", "0x\r\n\r\n"}) {
    EXPECT_TRUE(parsed(header + body).has_body) << body;
    EXPECT_FALSE(parsed(header + body).body_undecided) << body;
  }
  for (const std::string body :
       {"", "0", "0\r", "0\r\n", "0\r\n\r", "00;a", "0\r\nTrailer: x\r\n"}) {
    EXPECT_TRUE(parsed(header + body).body_undecided) << body;
  }
  EXPECT_FALSE(parsed(header + "0;" + std::string(limit, 'x')).body_undecided)
      << "an unfinished line must not be read without limit";
}

TEST(RequestParser, RefusesLengthsThatContradictEachOther) {
  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n";
  EXPECT_EQ(refusal(start + "Content-Length: 2\r\n\r\n"), 400U);
  EXPECT_EQ(refusal(start + "Transfer-Encoding: chunked\r\n\r\n"), 400U);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"), 400U);
}

TEST(RequestParser, JoinsTheFieldsOfAcceptEncoding) {
  const auto result =
      parsed("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br\r\naccept-encoding: gzip\r\n\r\n");
  EXPECT_EQ(result.accept_encoding, "br, gzip");
}

TEST(RequestParser, RequiresOneHostInVersion11) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400U);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400U);
  EXPECT_EQ(refusal("GET / HTTP/1.0\r\n\r\n"), 0U);
}

TEST(RequestParser, RefusesOtherProtocolsWithoutWaitingForMore) {
  EXPECT_EQ(refusal("\x16\x03\x01"), 400U);
  EXPECT_EQ(refusal(" GET /"), 400U);
  EXPECT_EQ(refusal("GET / HTTP/1.1\n"), 400U);
}

TEST(RequestParser, RefusesMalformedRequests) {
  for (const char* line : {"GET", "GET  / HTTP/1.1", "G@T / HTTP/1.1", "GET / HTTP/1.1 ",
                           "GET / FTP/1.1", "GET /\x01 HTTP/1.1", "GET / HTTP/1.1\r\nno colon",
                           "GET / HTTP/1.1\r\n: no name", "GET / HTTP/1.1\r\na b: c"}) {
    EXPECT_GE(refusal(std::string(line) + "\r\nHost: h\r\n\r\n"), 400U) << line;
  }
}

TEST(RequestParser, RefusesOtherVersions) {
  EXPECT_EQ(refusal("PRI * HTTP/2.0\r\n\r\n"), 505U);
  EXPECT_EQ(refusal("GET / FTP/1.1\r\nHost: h\r\n\r\n"), 400U);
  EXPECT_EQ(refusal("GET / HTTP/0.9\r\nHost: h\r\n\r\n"), 505U);
}

TEST(RequestParser, RefusesOnlyAHeaderBeyondTheLimit) {
  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
  const std::string end = "\r\n\r\n";
  const std::string fits(limit - start.size() - end.size(), 'x');
  EXPECT_EQ(refusal(start + fits + end), 0U);
  EXPECT_EQ(refusal(start + fits + "x" + end), 431U);
  EXPECT_EQ(refusal(start + std::string(limit, 'x')), 431U)
      << "must be refused before the end of the header";
  EXPECT_EQ(refusal(start + fits + end + std::string(limit, 'x')), 0U)
      << "the limit must not count what follows the header";
}

}  // namespace
}  // namespace peeringd
