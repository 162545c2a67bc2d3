#include "probe/dns_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace peeringd {
namespace {

using Record = DnsOptions::Record;
using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

Bytes query(const std::string& name) {
  return bytes_of(DnsQuery(7, name, Record::a).bytes());
}

TEST(DnsQuery, AsksOneQuestionRecursively) {
  EXPECT_EQ(bytes_of(DnsQuery(0x1234, "ab.c", Record::aaaa).bytes()),
            (Bytes{0x12, 0x34, 1,   0, 0,   1, 0, 0,  0, 0, 0, 0,  //
                   2,    'a',  'b', 1, 'c', 0, 0, 28, 0, 1}));
}

TEST(DnsQuery, HoldsTheLongestName) {
  const std::string label(63, 'a');
  const std::string name = label + "." + label + "." + label + "." + std::string(61, 'b');
  ASSERT_EQ(name.size(), 253U);
  const Bytes longest = query(name);
  EXPECT_EQ(longest.size(), longest_dns_query);
  EXPECT_EQ(read_dns_question(longest)->bytes().size(), 259U);
}

TEST(DnsHeader, HasIdKindAndCode) {
  Bytes message = query("a.example");
  EXPECT_FALSE(read_dns_header(message)->reply);
  EXPECT_EQ(read_dns_header(message)->id, 7);
  message[2] = 0x81;
  message[3] = 0x85;
  EXPECT_TRUE(read_dns_header(message)->reply);
  EXPECT_EQ(read_dns_header(message)->code, 5);
}

TEST(DnsHeader, RejectsOtherOpcodesAndShortMessages) {
  Bytes message = query("a.example");
  message[2] |= 4 << 3;  // NOTIFY
  EXPECT_FALSE(read_dns_header(message));
  EXPECT_FALSE(read_dns_header(std::span(message).first(11)));
}

TEST(DnsQuestion, IgnoresUpperAndLowerCase) {
  EXPECT_EQ(bytes_of(read_dns_question(query("A.Example"))->bytes()),
            bytes_of(read_dns_question(query("a.example"))->bytes()));
  EXPECT_NE(bytes_of(read_dns_question(query("b.example"))->bytes()),
            bytes_of(read_dns_question(query("a.example"))->bytes()));
}

TEST(DnsQuestion, RejectsATruncatedQuestion) {
  const Bytes whole = query("a.example");
  ASSERT_TRUE(read_dns_question(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_dns_question(std::span(whole).first(size))) << size;
  }
}

TEST(DnsQuestion, RejectsACompressedName) {
  Bytes message = query("a.example");
  message[12] = 0xc0;
  EXPECT_FALSE(read_dns_question(message));
}

TEST(DnsQuestion, RejectsANameThatIsTooLong) {
  Bytes message = query("a.example");
  message.resize(12);
  for (int label = 0; label < 5; ++label) {
    message.push_back(63);
    message.insert(message.end(), 63, 'a');
  }
  message.insert(message.end(), {0, 0, 1, 0, 1});
  EXPECT_FALSE(read_dns_question(message));
}

TEST(DnsQuestion, RejectsSeveralQuestions) {
  Bytes message = query("a.example");
  message[5] = 0;
  EXPECT_FALSE(read_dns_question(message));
  message[5] = 2;
  EXPECT_FALSE(read_dns_question(message));
}

TEST(DnsAnswer, CountsSuccessAndNxdomainAsAnswers) {
  EXPECT_TRUE(is_dns_answer(0));
  EXPECT_TRUE(is_dns_answer(3));
  for (const std::uint8_t code : std::array<std::uint8_t, 6>{1, 2, 4, 5, 6, 15}) {
    EXPECT_FALSE(is_dns_answer(code)) << int{code};
  }
}

}  // namespace
}  // namespace peeringd
