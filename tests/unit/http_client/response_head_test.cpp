#include "http_client/response_head.hpp"

#include <gmock/gmock.h>

#include <array>
#include <initializer_list>
#include <string>

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array<std::string_view, 2> wanted_fields{"X-MSEdge-Ref", "x-azure-ref"};

ResponseHeader ref(std::string value) {
  return {"X-MSEdge-Ref", std::move(value)};
}

std::vector<ResponseHeader> fields_of(std::initializer_list<std::string_view> lines) {
  ResponseHead head(wanted_fields);
  for (const std::string_view line : lines) EXPECT_TRUE(head.add(line));
  return head.fields();
}

TEST(ResponseHead, KeepsAllOccurrencesOfTheWantedFields) {
  EXPECT_THAT(fields_of({"HTTP/1.1 200 OK\r\n", "Server: x\r\n", "x-msedge-ref:  a \r\n",
                         "X-Azure-Ref: b\r\n", "X-MSEDGE-REF: c\r\n", "\r\n"}),
              ElementsAre(ref("a"), ResponseHeader{"x-azure-ref", "b"}, ref("c")));
}

TEST(ResponseHead, IgnoresInterimResponses) {
  EXPECT_THAT(fields_of({"HTTP/2 103 \r\n", "x-msedge-ref: hint\r\n", "\r\n", "HTTP/2 200 \r\n",
                         "x-msedge-ref: a\r\n", "\r\n"}),
              ElementsAre(ref("a")));
  EXPECT_THAT(fields_of({"HTTP/1.1 103 Early Hints\r\n", "x-msedge-ref: hint\r\n", "\r\n"}),
              IsEmpty());
}

TEST(ResponseHead, TreatsLinesAfterTheHeadAsTrailers) {
  EXPECT_THAT(fields_of({"HTTP/1.1 200 OK\r\n", "\r\n", "X-MSEdge-Ref: a\r\n",
                         "HTTP/1.1 200 OK\r\n", "X-MSEdge-Ref: b\r\n", "\r\n"}),
              IsEmpty());
}

TEST(ResponseHead, JoinsAFieldThatContinuesOnTheNextLine) {
  EXPECT_THAT(fields_of({"HTTP/1.1 200 OK\r\n", "X-MSEdge-Ref: a\r\n", "\t b\r\n", "Other: x\r\n",
                         " c\r\n", "\r\n"}),
              ElementsAre(ref("a b")));
}

TEST(ResponseHead, KeepsAnOversizedValueWithoutItsText) {
  const std::string longest(max_header_value, 'a');
  EXPECT_THAT(fields_of({"X-MSEdge-Ref: " + longest, "X-MSEdge-Ref: " + longest + "a"}),
              ElementsAre(ref(longest), ref("")));
  EXPECT_THAT(fields_of({"X-MSEdge-Ref: " + longest, " a"}), ElementsAre(ref("")));
}

TEST(ResponseHead, ShowsThatThereWereMoreValuesThanItKeeps) {
  ResponseHead head(wanted_fields);
  for (std::size_t i = 0; i < max_kept_headers + 100; ++i) head.add("x-azure-ref: a\r\n");
  for (int i = 0; i < 100; ++i) head.add("X-MSEdge-Ref: b\r\n");
  ASSERT_EQ(head.fields().size(), max_kept_headers + 2);
  EXPECT_EQ(head.fields()[max_kept_headers], (ResponseHeader{"x-azure-ref", ""}));
  EXPECT_EQ(head.fields().back(), ref(""));
}

TEST(ResponseHead, EndsAfter64KiBTrailersIncluded) {
  ResponseHead head(wanted_fields);
  EXPECT_TRUE(head.add("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(head.add("\r\n"));
  int lines = 0;
  while (head.add("X: " + std::string(1020, 'x') + "\n")) ++lines;
  EXPECT_EQ(lines, 63);
  EXPECT_TRUE(head.too_long());
  head.clear();
  EXPECT_FALSE(head.too_long());
}

}  // namespace
}  // namespace peeringd
