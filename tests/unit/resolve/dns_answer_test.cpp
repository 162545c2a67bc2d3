#include "resolve/dns_answer.hpp"

#include <gmock/gmock.h>

#include <string>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using ::testing::ElementsAre;

using Bytes = std::vector<std::uint8_t>;

// A name as encoded in a message; labels may contain any byte except a dot.
Bytes name(const std::string& text) {
  Bytes bytes;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    bytes.push_back(static_cast<std::uint8_t>(end - begin));
    bytes.insert(bytes.end(), text.begin() + static_cast<std::ptrdiff_t>(begin),
                 text.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end + 1;
  }
  bytes.push_back(0);
  return bytes;
}

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Bytes record(const Bytes& owner, std::uint8_t type, std::uint8_t ttl, const Bytes& data) {
  return owner + Bytes{0, type, 0, 1, 0, 0, 0, ttl, 0, static_cast<std::uint8_t>(data.size())} +
         data;
}

Bytes alias(const std::string& from, const std::string& to, std::uint8_t ttl = 60) {
  return record(name(from), 5, ttl, name(to));
}

Bytes a(const std::string& owner, std::uint8_t last, std::uint8_t ttl = 60) {
  return record(name(owner), 1, ttl, {192, 0, 2, last});
}

// A reply with the records, to a question for the addresses of `host`.
Bytes reply(const std::string& host, const std::vector<Bytes>& records, std::uint8_t code = 0) {
  Bytes bytes{7, 7, 0x81, static_cast<std::uint8_t>(0x80 | code),
              0, 1, 0,    static_cast<std::uint8_t>(records.size()),
              0, 0, 0,    0};
  bytes = bytes + name(host) + Bytes{0, 1, 0, 1};
  for (const Bytes& one : records) bytes = bytes + one;
  return bytes;
}

DnsAnswer read(const std::vector<Bytes>& records, const std::string& host = "edge.example") {
  return read_dns_answer(reply(host, records), host, Family::ipv4);
}

TEST(DnsReply, ReadsAddressesInOrder) {
  const auto answer = read({a("edge.example", 2, 30), a("EDGE.example", 1, 20), a("x.example", 3)});
  EXPECT_THAT(answer.addresses, ElementsAre(address("192.0.2.2"), address("192.0.2.1")));
  EXPECT_EQ(answer.ttl, 20s);
  EXPECT_TRUE(answer.final);
  EXPECT_EQ(answer.refusal, "");
}

TEST(DnsReply, FollowsAliasesThatAreNotHostNames) {
  const auto answer = read({alias("edge.example", "front door.example", 50),
                            alias("front door.example", "*.ring.example"), a("*.ring.example", 7)});
  EXPECT_THAT(answer.addresses, ElementsAre(address("192.0.2.7")));
  EXPECT_EQ(answer.ttl, 50s);
}

TEST(DnsReply, FollowsAliasesInAnyOrder) {
  const auto answer = read(
      {a("c.example", 7), alias("b.example", "c.example"), alias("edge.example", "b.example")});
  EXPECT_THAT(answer.addresses, ElementsAre(address("192.0.2.7")));
}

TEST(DnsReply, StopsAtALoopOfAliases) {
  const auto answer =
      read({alias("edge.example", "b.example"), alias("b.example", "edge.example")});
  EXPECT_TRUE(answer.addresses.empty());
  EXPECT_EQ(answer.refusal, "no such record");
}

TEST(DnsReply, ReadsCompressedNamesAndNoPointerTwice) {
  const Bytes pointer{0xc0, 12};
  EXPECT_THAT(read({record(pointer, 1, 60, {192, 0, 2, 9})}).addresses,
              ElementsAre(address("192.0.2.9")));
  // Behind the question is a pointer to itself.
  const auto size = static_cast<std::uint8_t>(reply("edge.example", {}).size());
  EXPECT_EQ(read({record({0xc0, size}, 1, 60, {192, 0, 2, 9})}).refusal, "invalid answer");
}

TEST(DnsReply, DistinguishesAnEmptyLabelFromADotInALabel) {
  EXPECT_TRUE(read({record({12, 'e', 'd', 'g', 'e', '.', 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0}, 1,
                           60, {192, 0, 2, 9})})
                  .addresses.empty());
}

TEST(DnsReply, IsFinalIfTheServerHasAnAnswer) {
  const auto code = [](int value) {
    return read_dns_answer(reply("edge.example", {}, static_cast<std::uint8_t>(value)),
                           "edge.example", Family::ipv4);
  };
  EXPECT_TRUE(code(0).final);
  EXPECT_TRUE(code(3).final);
  EXPECT_EQ(code(3).refusal, "server said NXDOMAIN");
  for (const int refusal : {1, 2, 4, 5, 9}) EXPECT_FALSE(code(refusal).final);
  EXPECT_EQ(code(4).refusal, "server said NOTIMP");
  EXPECT_EQ(code(9).refusal, "server said code 9");
}

TEST(DnsReply, RejectsATruncatedReply) {
  const Bytes whole =
      reply("edge.example", {alias("edge.example", "b.example"), a("b.example", 1)});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto answer = read_dns_answer(std::span(whole).first(size), "edge.example", Family::ipv4);
    EXPECT_TRUE(answer.addresses.empty()) << size;
    EXPECT_FALSE(answer.final) << size;
  }
}

TEST(DnsReply, AddsTheQuestionToARefusalWithoutOne) {
  const Bytes query = reply("edge.example", {});
  Bytes buffer(512);
  const auto complete = [&](const Bytes& header) {
    std::ranges::copy(header, buffer.begin());
    return complete_refusal(buffer, header.size(), query);
  };
  EXPECT_EQ(complete({7, 7, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0}), query.size());
  EXPECT_TRUE(std::equal(query.begin() + 12, query.end(), buffer.begin() + 12));
  EXPECT_EQ(buffer[5], 1) << "question";
  EXPECT_EQ(complete({7, 8, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0}), 12U) << "another id";
  EXPECT_EQ(complete({7, 7, 0x01, 0x81, 0, 0, 0, 0, 0, 0, 0, 0}), 12U) << "no reply";
  EXPECT_EQ(complete({7, 7, 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0}), 12U) << "no refusal";
  EXPECT_EQ(complete({7, 7, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0}), 11U) << "no header";
}

TEST(DnsReply, ComparesTheIdAndTheQuestion) {
  const Bytes query = reply("edge.example", {});
  EXPECT_TRUE(is_reply_to(query, reply("edge.example", {a("edge.example", 1)})));
  EXPECT_TRUE(is_reply_to(query, reply("EDGE.example", {}))) << "another case";
  EXPECT_FALSE(is_reply_to(query, reply("other.example", {})));
  for (const std::size_t changed : {0U, 2U, 5U, 28U}) {  // id, flags, number of questions, class
    Bytes other = query;
    other.at(changed) ^= 0x80U;
    EXPECT_FALSE(is_reply_to(query, other)) << changed;
  }
  for (std::size_t size = 0; size < query.size(); ++size) {
    EXPECT_FALSE(is_reply_to(query, std::span(query).first(size))) << size;
  }
}

}  // namespace
}  // namespace peeringd
