#include "http/request_target.hpp"

#include <gmock/gmock.h>

namespace peeringd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RequestTarget, SplitsAPathBeforeItDecodesTheSegments) {
  EXPECT_THAT(*decode_path("/"), ElementsAre(""));
  EXPECT_THAT(*decode_path("/a/b"), ElementsAre("a", "b"));
  EXPECT_THAT(*decode_path("/a//"), ElementsAre("a", "", ""));
  EXPECT_THAT(*decode_path("/a%2Fb/%41+1/%e2%82%ac"), ElementsAre("a/b", "A+1", "€"));
}

TEST(RequestTarget, RefusesAnInvalidEncoding) {
  for (const char* path : {"/%", "/%1", "/%1x/", "/a%-1", "/%e2%82", "/%c0%80", "/%00", "/\xff"}) {
    EXPECT_FALSE(decode_path(path)) << path;
  }
}

TEST(Query, HasTheValuesOfEachParameterInTheirOrder) {
  const Query query = Query::parse("a=1&&b&a=%41+%2b%20&=", {"a", "b", ""}).value();
  EXPECT_THAT(query.values("a"), ElementsAre("1", "A + "));
  EXPECT_THAT(query.values("b"), ElementsAre(""));
  EXPECT_THAT(query.values("c"), IsEmpty());
  EXPECT_THAT(Query::parse("", {})->values("a"), IsEmpty());
}

TEST(Query, SplitsAtTheFirstEqualsSign) {
  EXPECT_THAT(Query::parse("a=b=c", {"a"})->values("a"), ElementsAre("b=c"));
}

TEST(Query, RefusesParametersThatAreNotKnown) {
  EXPECT_EQ(Query::parse("a=1&x=2", {"a", "b"}).error().message,
            "unknown parameter; this page takes: a, b");
  EXPECT_EQ(Query::parse("x", {}).error().message, "this page takes no parameters");
}

TEST(Query, RefusesAnInvalidEncodingAndNamesTheParameter) {
  EXPECT_EQ(Query::parse("a=%4", {"a"}).error().message,
            "in a: invalid percent-encoding; write a percent sign as %25");
  EXPECT_EQ(Query::parse("a=%ff", {"a"}).error().message,
            "in a: the decoded text contains a NUL or is not UTF-8");
  EXPECT_EQ(Query::parse("%=1", {"a"}).error().message,
            "in the query: invalid percent-encoding; write a percent sign as %25");
}

TEST(Query, HasOneValueOrNone) {
  const Query query = Query::parse("a=1&b=&c=1&c=2", {"a", "b", "c", "d"}).value();
  EXPECT_EQ(*query.value("a"), "1");
  EXPECT_EQ(*query.value("b"), "");
  EXPECT_EQ(*query.value("d"), std::nullopt);
  EXPECT_EQ(query.value("c").error().message, "c is given more than once");
}

TEST(Query, ReadsNumbersInTheirRange) {
  const auto limit = [](std::string_view text) {
    return Query::parse(text, {"limit"})->number("limit", 1, 500);
  };
  EXPECT_EQ(*limit("limit=500"), 500U);
  EXPECT_EQ(*limit("limit=007"), 7U);
  EXPECT_EQ(*limit(""), std::nullopt);
  for (const char* text : {"limit=0", "limit=501", "limit=", "limit=-1", "limit=1.0", "limit=0x1",
                           "limit=99999999999999999999", "limit=+1"}) {
    EXPECT_EQ(limit(text).error().message, "limit must be a number from 1 to 500") << text;
  }
  EXPECT_FALSE(limit("limit=1&limit=1"));
}

}  // namespace
}  // namespace peeringd
