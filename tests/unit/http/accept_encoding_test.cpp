// Which values of Accept-Encoding allow gzip.
#include <gtest/gtest.h>

#include "http/response_encoder.hpp"

namespace peeringd {
namespace {

TEST(AcceptEncoding, AllowsGzipByName) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("GZip"));
  EXPECT_TRUE(accepts_gzip("x-gzip"));
  EXPECT_TRUE(accepts_gzip("deflate, gzip;q=1.0, br"));
  EXPECT_TRUE(accepts_gzip("br;q=1 ,\tgzip ; q=0.001"));
}

TEST(AcceptEncoding, AllowsNothingIfGzipIsNotNamed) {
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip(" , ,"));
  EXPECT_FALSE(accepts_gzip("identity, br"));
  EXPECT_FALSE(accepts_gzip("gzipped"));
}

TEST(AcceptEncoding, TreatsAWeightOfZeroAsRefusal) {
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0."));
  EXPECT_FALSE(accepts_gzip("gzip; Q=0.000"));
}

TEST(AcceptEncoding, AppliesTheWildcardToCodingsThatAreNotNamed) {
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_TRUE(accepts_gzip("br, *;q=0.1"));
  EXPECT_FALSE(accepts_gzip("*;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
  EXPECT_TRUE(accepts_gzip("*;q=0, gzip"));
}

TEST(AcceptEncoding, AppliesAWeightToItsOwnCodingOnly) {
  EXPECT_TRUE(accepts_gzip("br;q=0, gzip"));
  EXPECT_TRUE(accepts_gzip("identity;q=0, *"));
  EXPECT_FALSE(accepts_gzip("br, gzip;q=0"));
}

TEST(AcceptEncoding, IgnoresAnInvalidElement) {
  EXPECT_TRUE(accepts_gzip("gzip;q=, x-gzip"));
  EXPECT_TRUE(accepts_gzip("b r, gzip"));
  EXPECT_FALSE(accepts_gzip("gzip;q=2"));
  EXPECT_FALSE(accepts_gzip("gzip;q=1.001"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0.1234"));
  EXPECT_FALSE(accepts_gzip("gzip;q="));
  EXPECT_FALSE(accepts_gzip("gzip;level=9"));
}

}  // namespace
}  // namespace peeringd
