#include "rpki/rtr_pdu.hpp"

#include <gtest/gtest.h>

#include "rpki/rtr_query.hpp"
#include "unit/rpki/rtr_stream.hpp"

namespace peeringd::test {
namespace {

std::vector<RtrPdu> pdus_of(const RtrBytes& stream) {
  std::vector<RtrPdu> pdus;
  std::span<const std::uint8_t> rest(stream);
  for (;;) {
    const auto read = read_rtr_pdu(rest);
    if (!std::holds_alternative<RtrPdu>(read)) break;
    pdus.push_back(std::get<RtrPdu>(read));
    rest = rest.subspan(pdus.back().size);
  }
  EXPECT_TRUE(rest.empty()) << rest.size() << " bytes remain";
  return pdus;
}

template <typename Body>
Body body_of(const RtrBytes& bytes) {
  const auto read = read_rtr_pdu(bytes);
  const auto* pdu = std::get_if<RtrPdu>(&read);
  if (pdu == nullptr || !std::holds_alternative<Body>(pdu->body)) {
    ADD_FAILURE() << "not such a PDU";
    return {};
  }
  EXPECT_EQ(pdu->size, bytes.size());
  return std::get<Body>(pdu->body);
}

std::optional<RtrErrorCode> error_of(const RtrBytes& bytes) {
  const auto read = read_rtr_pdu(bytes);
  const auto* error = std::get_if<RtrPduError>(&read);
  return error ? std::optional(error->code) : std::nullopt;
}

TEST(RtrPdu, ReadsTheRecordedStreamOfVersion1) {
  const auto pdus = pdus_of(recorded("rtr-v1.bin"));
  ASSERT_EQ(pdus.size(), 9U);
  EXPECT_EQ(std::get<RtrCacheResponse>(pdus[0].body).session_id, 0xf0ea);
  const auto& first = std::get<RtrPrefix>(pdus[1].body);
  EXPECT_TRUE(first.announced);
  EXPECT_EQ(first.vrp, vrp_of("2001:db8:a::/48", 48, 64496));
  EXPECT_EQ(std::get<RtrPrefix>(pdus[2].body).vrp, vrp_of("203.0.113.0/24", 24, 64496));
  const auto& end = std::get<RtrEndOfData>(pdus[3].body);
  EXPECT_EQ(end.serial, 0U);
  EXPECT_EQ(end.timers, RtrTimers());  // StayRTR's defaults are those of RFC 8210
  EXPECT_EQ(std::get<RtrSerialNotify>(pdus[4].body).serial, 1U);
  EXPECT_EQ(std::get<RtrPrefix>(pdus[6].body).vrp, vrp_of("203.0.113.0/24", 24, 64666));
  EXPECT_FALSE(std::get<RtrPrefix>(pdus[7].body).announced);
}

TEST(RtrPdu, ReadsTheRecordedStreamOfVersion0) {
  const auto pdus = pdus_of(recorded("rtr-v0.bin"));
  ASSERT_EQ(pdus.size(), 4U);
  EXPECT_EQ(pdus[0].version, 0);
  const auto& end = std::get<RtrEndOfData>(pdus[3].body);
  EXPECT_EQ(end.serial, 1U);
  EXPECT_FALSE(end.timers);
}

TEST(RtrPdu, RefusesVersion2) {
  EXPECT_EQ(error_of(recorded("rtr-v2.bin")), RtrErrorCode::unsupported_version);
}

TEST(RtrPdu, WaitsForTheWholePdu) {
  const RtrBytes whole = prefix_pdu(1, true, "2001:db8::/32", 48, 64496);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const RtrBytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(std::holds_alternative<RtrIncomplete>(read_rtr_pdu(part))) << size;
  }
}

TEST(RtrPdu, RefusesALengthAboveTheLimitBeforeItHasTheBytes) {
  EXPECT_EQ(error_of(RtrBytes{1, 10, 0, 0} + u32(0xffffffff)), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(RtrBytes{1, 10, 0, 0} + u32(max_rtr_pdu_size + 1)),
            RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(RtrBytes{1, 3, 0, 0} + u32(7)), RtrErrorCode::corrupt_data);
}

TEST(RtrPdu, RefusesAnotherSizeThanThatOfTheType) {
  EXPECT_EQ(error_of(rtr_pdu(1, 0, 0)), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 3, 0, u32(0))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 4, 0, RtrBytes(24))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 6, 0, RtrBytes(12))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 7, 0)), RtrErrorCode::corrupt_data);  // Routinator#620
  EXPECT_EQ(error_of(rtr_pdu(1, 7, 0, u32(1))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(0, 7, 0, RtrBytes(16))), RtrErrorCode::corrupt_data);
}

TEST(RtrPdu, RefusesImpossiblePrefixLengths) {
  RtrBytes longer = prefix_pdu(1, true, "203.0.113.0/24", 24, 1);
  longer[9] = 33;
  EXPECT_EQ(error_of(longer), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(prefix_pdu(1, true, "203.0.113.0/24", 23, 1)), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(prefix_pdu(1, true, "203.0.113.0/24", 33, 1)), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(prefix_pdu(1, true, "2001:db8::/32", 129, 1)), RtrErrorCode::corrupt_data);
  EXPECT_FALSE(error_of(prefix_pdu(1, true, "2001:db8::/32", 128, 1)));
}

TEST(RtrPdu, ClearsHostBits) {
  RtrBytes bytes = prefix_pdu(1, true, "203.0.113.0/24", 24, 64496);
  bytes[15] = 9;
  EXPECT_EQ(body_of<RtrPrefix>(bytes).vrp, vrp_of("203.0.113.0/24", 24, 64496));
}

TEST(RtrPdu, ClampsTimers) {
  using std::chrono::seconds;
  const auto timers = [](Duration refresh, Duration retry, Duration expire) {
    return body_of<RtrEndOfData>(end_of_data(1, 1, 1, {refresh, retry, expire})).timers;
  };
  EXPECT_EQ(timers(seconds{0}, seconds{0}, seconds{0}),
            (RtrTimers{seconds{1}, seconds{1}, seconds{600}}));
  EXPECT_EQ(timers(seconds{90'000}, seconds{9000}, seconds{900'000}),
            (RtrTimers{seconds{86'400}, seconds{7200}, seconds{172'800}}));
  EXPECT_EQ(timers(seconds{7200}, seconds{600}, seconds{3600}),
            (RtrTimers{seconds{7200}, seconds{600}, seconds{7200}}));
}

TEST(RtrPdu, ReadsErrorReportsWithAndWithoutTheErroneousPdu) {
  EXPECT_EQ(body_of<RtrErrorReport>(error_report(1, 2, "not yet")).text, "not yet");
  EXPECT_EQ(body_of<RtrErrorReport>(error_report(1, 2, "")).code, 2);
  const RtrBytes copy = rtr_pdu(1, 2, 0);
  const RtrBytes with_copy = rtr_pdu(1, 10, 3, u32(8) + copy + u32(2) + RtrBytes{'n', 'o'});
  EXPECT_EQ(body_of<RtrErrorReport>(with_copy).text, "no");
  EXPECT_EQ(body_of<RtrErrorReport>(error_report(1, 0, std::string(5000, 'x'))).text,
            std::string(200, 'x'));
}

TEST(RtrPdu, RefusesErrorReportsWhoseLengthsDoNotFit) {
  EXPECT_EQ(error_of(rtr_pdu(1, 10, 0)), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 10, 0, u32(0xffffffff) + u32(0))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 10, 0, u32(1) + u32(0))), RtrErrorCode::corrupt_data);
  EXPECT_EQ(error_of(rtr_pdu(1, 10, 0, u32(0) + u32(0xffffffff))), RtrErrorCode::corrupt_data);
}

TEST(RtrPdu, AcceptsRouterKeysInVersion1Only) {
  const RtrBytes key = rtr_pdu(1, 9, 0x0100, RtrBytes(115));
  body_of<RtrRouterKey>(key);
  EXPECT_EQ(error_of(rtr_pdu(0, 9, 0, RtrBytes(115))), RtrErrorCode::unsupported_type);
}

TEST(RtrPdu, RefusesQueriesAndUnknownTypes) {
  EXPECT_EQ(error_of(rtr_serial_query(1, 7, 9)), RtrErrorCode::invalid_request);
  EXPECT_EQ(error_of(rtr_reset_query(1)), RtrErrorCode::invalid_request);
  EXPECT_EQ(error_of(rtr_pdu(1, 11, 0, u32(0))), RtrErrorCode::unsupported_type);
}

TEST(RtrQuery, MatchesTheFormatOfRfc8210) {
  EXPECT_EQ(rtr_serial_query(1, 0xf0ea, 7), (RtrBytes{1, 1, 0xf0, 0xea, 0, 0, 0, 12, 0, 0, 0, 7}));
  EXPECT_EQ(rtr_reset_query(0), (RtrBytes{0, 2, 0, 0, 0, 0, 0, 8}));
  EXPECT_EQ(rtr_error_report(1, RtrErrorCode::unexpected_version, "no"), error_report(1, 8, "no"));
}

}  // namespace
}  // namespace peeringd::test
