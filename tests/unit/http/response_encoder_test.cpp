#include "http/response_encoder.hpp"

#include <gmock/gmock.h>

#include "gunzip.hpp"

namespace peeringd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string large(smallest_gzip_body, 'x');

TEST(ResponseEncoder, StatesStatusTypeLengthAndDate) {
  const WallTime now{std::chrono::seconds(784111777)};
  const auto encoded = encode_response(plain_text(404, "none\n"), {.now = now});
  EXPECT_THAT(encoded.header, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(encoded.header, HasSubstr("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  EXPECT_THAT(encoded.header, HasSubstr("\r\nServer: peeringd\r\n"));
  EXPECT_THAT(encoded.header, HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(encoded.header, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_TRUE(encoded.header.ends_with("\r\n\r\n"));
  EXPECT_EQ(encoded.body, "none\n");
}

TEST(ResponseEncoder, ForbidsCachingSniffingAndForeignContent) {
  const auto header = encode_response(plain_text(200, ""), {}).header;
  EXPECT_THAT(header, HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_THAT(header, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(header, HasSubstr("\r\nContent-Security-Policy: default-src 'none';"));
}

TEST(ResponseEncoder, HasAConnectionFieldIfTheVersionDoesNotImplyIt) {
  const auto header = [](bool http_1_0, bool keep_alive) {
    return encode_response(plain_text(200, ""), {.http_1_0 = http_1_0, .keep_alive = keep_alive})
        .header;
  };
  EXPECT_THAT(header(false, true), Not(HasSubstr("Connection:")));
  EXPECT_THAT(header(false, false), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(header(true, true), HasSubstr("\r\nConnection: keep-alive\r\n"));
  EXPECT_THAT(header(true, false), Not(HasSubstr("Connection:")));
  EXPECT_THAT(header(true, false), StartsWith("HTTP/1.0 200 OK\r\n"));
}

TEST(ResponseEncoder, CompressesLargeBodiesIfTheClientAcceptsGzip) {
  const auto encoded = encode_response(plain_text(200, large), {.gzip = true});
  EXPECT_THAT(encoded.header, HasSubstr("\r\nContent-Encoding: gzip\r\n"));
  EXPECT_THAT(encoded.header,
              HasSubstr("\r\nContent-Length: " + std::to_string(encoded.body.size()) + "\r\n"));
  EXPECT_LT(encoded.body.size(), large.size());
  EXPECT_EQ(test::gunzip(encoded.body), large);
}

TEST(ResponseEncoder, DoesNotCompressSmallOrRefusedBodies) {
  const std::string small(smallest_gzip_body - 1, 'x');
  EXPECT_EQ(encode_response(plain_text(200, small), {.gzip = true}).body, small);
  const auto encoded = encode_response(plain_text(200, large), {});
  EXPECT_EQ(encoded.body, large);
  EXPECT_THAT(encoded.header, Not(HasSubstr("Content-Encoding")));
}

TEST(ResponseEncoder, HasAVaryField) {
  EXPECT_THAT(encode_response(plain_text(200, ""), {}).header,
              HasSubstr("\r\nVary: Accept-Encoding\r\n"));
}

TEST(ResponseEncoder, GivesHeadTheHeaderOfGetAlone) {
  const auto get = encode_response(plain_text(200, large), {.gzip = true});
  const auto head = encode_response(plain_text(200, large), {.head_only = true, .gzip = true});
  EXPECT_EQ(head.header, get.header);
  EXPECT_EQ(head.body, "");
}

}  // namespace
}  // namespace peeringd
