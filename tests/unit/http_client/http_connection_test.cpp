// Connections that are kept for a second request, and their certificates.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <future>

#include "http_client/response_head.hpp"
#include "net/socket.hpp"
#include "unit/http_client/http_transfer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::HasSubstr;

TEST_F(HttpTransferTest, SendsAFollowUpOnTheSameConnection) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  const TransferResult warm = warm_result_of(server, secure_);
  EXPECT_EQ(warm.outcome, TransferOutcome::complete) << warm.error;
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(warm.round_trip);
  EXPECT_FALSE(warm.connect);
  EXPECT_FALSE(warm.tls);
  EXPECT_TRUE(warm.processing);
  EXPECT_EQ(warm.tls_version, "TLSv1.3");
  EXPECT_TRUE(warm.certificate_not_after);
}

TEST_F(HttpTransferTest, MeasuresAFollowUpWithoutWaitingForTheServersEnd) {
  std::promise<void> measured;
  const auto identity = trusted("edge.example");
  const ScriptedServer server([&](Peer& peer) {
    if (!peer.secure(identity)) return;
    for (int i = 0; i < 2; ++i) {
      peer.read_request();
      peer.write(plain_answer);
    }
    measured.get_future().wait();  // and does not answer close_notify
  });
  const TransferResult warm = warm_result_of(server, secure_);
  measured.set_value();
  EXPECT_EQ(warm.outcome, TransferOutcome::complete) << warm.error;
  EXPECT_TRUE(warm.round_trip);
}

TEST_F(HttpTransferTest, MakesNoNewConnectionForAFollowUp) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_request();
    peer.write(plain_answer);  // and closes
  });
  EXPECT_EQ(warm_result_of(server, plain_).outcome, TransferOutcome::reset);
  EXPECT_EQ(results_[0].outcome, TransferOutcome::complete);
  const ScriptedServer closing(
      answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  results_.clear();
  EXPECT_EQ(warm_result_of(closing, plain_).outcome, TransferOutcome::reset);
  EXPECT_EQ(server.connections() + closing.connections(), 2);
}

TEST_F(HttpTransferTest, ClosesAKeptConnectionThatIsNotFollowedUp) {
  std::atomic<int> ended = 0;
  const ScriptedServer server([&](Peer& peer) {
    answer(peer, plain_answer);
    ++ended;
  });
  plain_.keep_connection = true;
  result_of(server, plain_);
  while (ended == 0) context_.run_one_for(10ms);
  plain_.keep_connection = false;
  EXPECT_EQ(result_of(server, plain_).outcome, TransferOutcome::complete);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpTransferTest, ReportsTheEarliestExpiryOfTheCertificates) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  const TransferResult result = result_of(server, secure_);
  EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
  EXPECT_EQ(result.tls_version, "TLSv1.3");
  EXPECT_TRUE(result.tls);
  ASSERT_TRUE(result.certificate_not_after);
  const auto left = *result.certificate_not_after - std::chrono::system_clock::now();
  EXPECT_GT(left, 47h);
  EXPECT_LE(left, 48h);
}

TEST_F(HttpTransferTest, MakesAFullHandshakeEachTime) {
  const auto identity = trusted("edge.example");
  const ScriptedServer server(answering_as(identity, std::string(plain_answer)));
  for (int i = 0; i < 2; ++i) {
    // The chain is sent and verified only in a full handshake.
    EXPECT_TRUE(result_of(server, secure_).certificate_not_after);
  }
}

TEST_F(HttpTransferTest, RejectsABadCertificateButReportsItsExpiry) {
  for (const Identity& bad : {trusted("edge.example", -1h), trusted("other.example"),
                              test::make_identity("edge.example", 48h)}) {
    const ScriptedServer server(answering_as(bad, std::string(plain_answer)));
    const TransferResult result = result_of(server, secure_);
    EXPECT_EQ(result.outcome, TransferOutcome::tls);
    EXPECT_NE(result.error, "");
    EXPECT_TRUE(result.certificate_not_after);
    EXPECT_TRUE(result.round_trip);
    EXPECT_EQ(result.status, 0);
    TransferRequest careless = secure_;
    careless.verify = false;
    EXPECT_EQ(result_of(server, careless).outcome, TransferOutcome::complete);
  }
}

TEST_F(HttpTransferTest, VerifiesEachServerWithTheRootsOfItsRequest) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  TransferRequest by_the_system = secure_;
  by_the_system.ca_file.clear();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(result_of(server, by_the_system).outcome, TransferOutcome::tls);
    EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::complete);
  }
}

TEST_F(HttpTransferTest, TrustsNoServerIfTheRootsCannotBeRead) {
  const ScriptedServer server(answering_as(trusted("edge.example"), std::string(plain_answer)));
  secure_.ca_file = "/nonexistent.pem";
  EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::tls);
}

TEST_F(HttpTransferTest, ReportsThatTheHandshakeWasAborted) {
  const ScriptedServer silent([](Peer&) {});
  EXPECT_EQ(result_of(silent, secure_).outcome, TransferOutcome::tls);
  const ScriptedServer plain([](Peer& peer) {
    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_for_end();
  });
  EXPECT_EQ(result_of(plain, secure_).outcome, TransferOutcome::tls);
}

TEST_F(HttpTransferTest, RequiresHttp2IfConfigured) {
  const auto identity = trusted("edge.example");
  const ScriptedServer server([&](Peer& peer) {
    if (peer.secure(identity, "http/1.1")) answer(peer, plain_answer);
  });
  EXPECT_EQ(result_of(server, secure_).http_version, "1.1");
  secure_.version = HttpVersion::http2;
  EXPECT_EQ(result_of(server, secure_).outcome, TransferOutcome::tls);
}

}  // namespace
}  // namespace peeringd
