#include "http_client/basic_header.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(BasicHeader, HasTheExampleOfTheStandard) {  // RFC 7617, section 2
  EXPECT_EQ(basic_header("Aladdin", "open sesame"),
            "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(BasicHeader, PadsEachLength) {
  EXPECT_EQ(basic_header("a", ""), "Authorization: Basic YTo=");
  EXPECT_EQ(basic_header("a", "b"), "Authorization: Basic YTpi");
  EXPECT_EQ(basic_header("", ""), "Authorization: Basic Og==");
}

TEST(BasicHeader, EncodesBytesThatAreNotAscii) {
  EXPECT_EQ(basic_header("\xff", "\xfe"), "Authorization: Basic /zr+");
}

}  // namespace
}  // namespace peeringd
