// TLS with hostile, old or refusing servers, and trusted certificates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "http_client/tls_bounds.hpp"
#include "support/scripted_server.hpp"
#include "transfer_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::Identity;
using test::Peer;
using test::ScriptedServer;
using When = TrustAnchors::When;

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// A CA, and the file of trusted certificates that contains it.
class TlsTransfer : public test::TransferTest {
 protected:
  TlsTransfer() {
    trust_only(authority_);
    request_.host = "edge.example";
    request_.method = HttpMethod::get;
    request_.ca_file = file_;
  }
  ~TlsTransfer() override { ::unlink(file_.c_str()); }

  void write(const std::string& text) const {
    const std::string next = file_ + ".next";
    std::ofstream(next) << text;
    ::rename(next.c_str(), file_.c_str());
  }
  void trust_only(const Identity& authority) const { write(pem_of(authority)); }

  Identity signed_by_authority(std::chrono::seconds valid_for = 48h) const {
    return test::make_identity("edge.example", valid_for, &authority_);
  }

  TransferResult result_of(const ScriptedServer& server) {
    return TransferTest::result_of(server, request_);
  }

  TransferOutcome outcome_of(const ScriptedServer& server) { return result_of(server).outcome; }

  /// The outcomes of many connections, since the order of events varies.
  std::set<TransferOutcome> outcomes_of(const ScriptedServer& server) {
    std::set<TransferOutcome> outcomes;
    for (int i = 0; i < 40; ++i) outcomes.insert(outcome_of(server));
    return outcomes;
  }

  const Identity authority_ = test::make_identity("The authority", 240h);
  const std::string file_ =
      testing::TempDir() + "peeringd-trusted-" + std::to_string(::getpid()) + ".pem";
  TransferRequest request_;
};

ScriptedServer::Conversation talking_as(const Identity& identity, const Peer::Adjust& adjust = {}) {
  return [identity, adjust](Peer& peer) {
    if (!peer.secure(identity, {}, adjust)) return;
    while (!peer.read_request().empty()) peer.write(hello);
  };
}

Duration left_of(const std::optional<WallTime>& end) {
  return end ? *end - std::chrono::system_clock::now() : Duration::min();
}

TEST_F(TlsTransfer, ReportsTheVerifiedChainAndTheSentCertificatesSeparately) {
  const Identity forgotten = test::make_identity("A root of old", 240h);
  Identity server = signed_by_authority();
  server.chain = {test::cross_sign(authority_, -24h, forgotten)};  // expired, and not needed
  const ScriptedServer listening(talking_as(server));
  for (const bool verify : {true, false}) {
    request_.verify = verify;
    const TransferResult result = result_of(listening);
    EXPECT_EQ(result.outcome, TransferOutcome::complete) << result.error;
    EXPECT_GT(left_of(result.certificate_not_after), 47h);
    EXPECT_LT(left_of(result.sent_not_after), -23h);
  }
}

TEST_F(TlsTransfer, ReportsTheExpiryOfAnUntrustedChainAsFarAsItGoes) {
  const Identity unknown = test::make_identity("Unknown authority", 240h);
  Identity server = test::make_identity("edge.example", 48h, &unknown);
  server.chain = {test::make_identity("unrelated.example", -1h).certificate};
  const ScriptedServer listening(talking_as(server));
  const TransferResult result = result_of(listening);
  EXPECT_EQ(result.outcome, TransferOutcome::tls);
  EXPECT_GT(left_of(result.certificate_not_after), 47h);
  EXPECT_LT(left_of(result.sent_not_after), 0h);
}

TEST_F(TlsTransfer, ComparesTheCertificateWithTheHost) {
  const Identity unknown = test::make_identity("Unknown authority", 240h);
  const auto match_of = [this](const Identity& identity) {
    const ScriptedServer server(talking_as(identity));
    const TransferResult result = result_of(server);
    return std::pair(result.certificate_match, result.presented_name);
  };
  using enum CertificateMatch;
  const std::string no_name;
  EXPECT_EQ(match_of(signed_by_authority()), std::pair(right, no_name));
  EXPECT_EQ(match_of(signed_by_authority(-1h)), std::pair(right, no_name))
      << "a clock may be wrong";
  EXPECT_EQ(match_of(test::make_identity("edge.example", 48h, &unknown)),
            std::pair(untrusted, no_name));
  EXPECT_EQ(match_of(test::make_identity("edge.example", 48h)), std::pair(untrusted, no_name));
  EXPECT_EQ(match_of(test::make_identity("portal.example", 48h, &authority_)),
            std::pair(foreign, std::string("portal.example")));
  EXPECT_EQ(match_of(test::make_identity("portal.example", 48h, &unknown)),
            std::pair(foreign, std::string("portal.example")));
  request_.host = "edge.example.";
  EXPECT_EQ(match_of(signed_by_authority()), std::pair(right, no_name));
  request_.host = "127.0.0.1";
  EXPECT_EQ(match_of(signed_by_authority()), std::pair(foreign, std::string("edge.example")));
}

TEST_F(TlsTransfer, FindsNoMatchWithoutACertificate) {
  const ScriptedServer server([](Peer& peer) { peer.reset_at_the_end(); });
  EXPECT_EQ(result_of(server).certificate_match, CertificateMatch::none);
}

TEST_F(TlsTransfer, TrustsAReplacedAuthorityOnceItsFileIsStable) {
  const Identity next = test::make_identity("The next authority", 240h);
  const ScriptedServer old_server(talking_as(signed_by_authority()));
  const ScriptedServer new_server(talking_as(test::make_identity("edge.example", 48h, &next)));
  EXPECT_EQ(outcome_of(new_server), TransferOutcome::tls);
  trust_only(next);
  trust_->refresh(When::at_rest);
  EXPECT_EQ(outcome_of(new_server), TransferOutcome::tls);  // the file may be incomplete
  trust_->refresh(When::at_rest);
  EXPECT_EQ(outcome_of(new_server), TransferOutcome::complete);
  EXPECT_EQ(outcome_of(old_server), TransferOutcome::tls);
  trust_only(authority_);
  trust_->refresh(When::now);
  EXPECT_EQ(outcome_of(old_server), TransferOutcome::complete);
}

TEST_F(TlsTransfer, KeepsTheOldCertificatesWhileTheFileIsBroken) {
  const ScriptedServer server(talking_as(signed_by_authority()));
  EXPECT_EQ(outcome_of(server), TransferOutcome::complete);
  const std::string whole = pem_of(authority_);
  for (const std::string& broken : {std::string(), whole.substr(0, whole.size() / 2),
                                    whole + whole.substr(0, whole.size() / 2)}) {
    write(broken);
    trust_->refresh(When::now);
    EXPECT_EQ(outcome_of(server), TransferOutcome::complete);
  }
  ::unlink(file_.c_str());
  trust_->refresh(When::now);
  ASSERT_EQ(::mkfifo(file_.c_str(), 0600), 0);
  trust_->refresh(When::now);  // and does not wait for a writer
  EXPECT_EQ(outcome_of(server), TransferOutcome::complete);
  const Identity next = test::make_identity("The next authority", 240h);
  trust_only(next);
  trust_->refresh(When::now);
  EXPECT_EQ(outcome_of(server), TransferOutcome::tls);
}

TEST_F(TlsTransfer, ReloadsTheSystemsStoreToo) {
  request_.ca_file.clear();
  ::setenv("SSL_CERT_FILE", file_.c_str(), 1);
  ::setenv("SSL_CERT_DIR", "/nonexistent", 1);
  const ScriptedServer server(talking_as(signed_by_authority()));
  EXPECT_EQ(outcome_of(server), TransferOutcome::complete);
  trust_only(test::make_identity("The next authority", 240h));
  trust_->refresh(When::now);
  EXPECT_EQ(outcome_of(server), TransferOutcome::tls);
  ::unsetenv("SSL_CERT_FILE");
  ::unsetenv("SSL_CERT_DIR");
}

TEST_F(TlsTransfer, ReportsTlsForAServerThatDemandsACertificate) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const ScriptedServer server(talking_as(signed_by_authority(), [version](SSL_CTX* context) {
      SSL_CTX_set_max_proto_version(context, version);
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }));
    EXPECT_THAT(outcomes_of(server), testing::ElementsAre(TransferOutcome::tls)) << version;
  }
}

TEST_F(TlsTransfer, ReportsAResetAfterTheHandshake) {
  const ScriptedServer server([](Peer& peer) { peer.reset_at_the_end(); });
  EXPECT_THAT(outcomes_of(server), testing::ElementsAre(TransferOutcome::tls));
  request_.tls = false;
  EXPECT_THAT(outcomes_of(server), testing::ElementsAre(TransferOutcome::reset));
}

TEST_F(TlsTransfer, RefusesFiniteFieldDiffieHellman) {
  const std::shared_ptr<EVP_PKEY> rsa(EVP_RSA_gen(2048), EVP_PKEY_free);
  const Identity identity = test::make_identity("edge.example", 48h, &authority_, rsa);
  const ScriptedServer plain(talking_as(identity));
  EXPECT_EQ(outcome_of(plain), TransferOutcome::complete);
  const ScriptedServer ephemeral(talking_as(identity, [](SSL_CTX* context) {
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, "DHE");
    SSL_CTX_set_dh_auto(context, 1);
  }));
  EXPECT_EQ(outcome_of(ephemeral), TransferOutcome::tls);
  const ScriptedServer group(talking_as(
      identity, [](SSL_CTX* context) { SSL_CTX_set1_groups_list(context, "ffdhe8192"); }));
  EXPECT_EQ(outcome_of(group), TransferOutcome::tls);
}

std::shared_ptr<EVP_PKEY> rsa_key_with_a_long_exponent() {
  BIGNUM* exponent = nullptr;
  BN_hex2bn(&exponent, "1000000000F");
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_keygen_init(context.get());
  EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), 2048);
  EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), exponent);
  BN_free(exponent);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_generate(context.get(), &key);
  return {key, EVP_PKEY_free};
}

using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// The groups that a client with this context offers, as numbers of OpenSSL: what a server has read
/// of them.
std::vector<int> groups_of(SSL_CTX* client_context) {
  const SslContext server_context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> client(SSL_new(client_context), SSL_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> server(SSL_new(server_context.get()), SSL_free);
  BIO* of_client = nullptr;
  BIO* of_server = nullptr;
  BIO_new_bio_pair(&of_client, 0, &of_server, 0);
  SSL_set_bio(client.get(), of_client, of_client);
  SSL_set_bio(server.get(), of_server, of_server);
  SSL_connect(client.get());
  SSL_accept(server.get());  // fails without a certificate, but has read the offer
  ERR_clear_error();
  std::vector<int> groups(static_cast<std::size_t>(SSL_get1_groups(server.get(), nullptr)));
  SSL_get1_groups(server.get(), groups.data());
  return groups;
}

TEST(TlsGroups, AreThoseOfTheFirstListThatOpensslAccepts) {
  const SslContext context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::vector<int> all = groups_of(context.get());
  EXPECT_THAT(all, testing::Contains(NID_ffdhe3072));
  EXPECT_FALSE(use_groups(context.get(), {"X00000:P-256"}));
  EXPECT_EQ(groups_of(context.get()), all) << "OpenSSL applies no part of a list";
  EXPECT_TRUE(use_groups(context.get(), {"X00000:P-256", "P-256:P-384"}));
  EXPECT_EQ(ERR_peek_error(), 0U) << "a later call would take it for its own";
  EXPECT_THAT(groups_of(context.get()), testing::ElementsAre(NID_X9_62_prime256v1, NID_secp384r1));
}

TEST(TlsGroups, OfAProbeAreCheap) {
  const SslContext context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  ASSERT_TRUE(bound_handshakes(context.get()));
  EXPECT_THAT(groups_of(context.get()),
              testing::ElementsAre(NID_X25519, NID_X9_62_prime256v1, NID_secp384r1));
}

TEST_F(TlsTransfer, RefusesExpensiveKeysEvenWithoutVerification) {
  const auto on_curve = [](const char* curve) {
    return std::shared_ptr<EVP_PKEY>(EVP_EC_gen(curve), EVP_PKEY_free);
  };
  for (const auto& key : {rsa_key_with_a_long_exponent(), on_curve("sect571r1")}) {
    ASSERT_TRUE(key);
    const auto identity = test::make_identity("edge.example", 48h, &authority_, key);
    const ScriptedServer server(talking_as(identity, [](SSL_CTX* context) {
      SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    }));
    for (const bool verify : {true, false}) {
      request_.verify = verify;
      EXPECT_EQ(outcome_of(server), TransferOutcome::tls);
    }
  }
}

TEST_F(TlsTransfer, RefusesMoreCertificatesThanAnyChainHas) {
  Identity identity = signed_by_authority();
  identity.chain.assign(max_certificates - 1, authority_.certificate);
  const ScriptedServer enough(talking_as(identity));
  EXPECT_EQ(outcome_of(enough), TransferOutcome::complete);
  identity.chain.push_back(authority_.certificate);
  const ScriptedServer more(talking_as(identity));
  for (const bool verify : {true, false}) {
    request_.verify = verify;
    EXPECT_EQ(outcome_of(more), TransferOutcome::tls);
  }
}

TEST_F(TlsTransfer, EndsAConnectionThatSendsEndlessTickets) {
  const ScriptedServer server(talking_as(
      signed_by_authority(), [](SSL_CTX* context) { SSL_CTX_set_num_tickets(context, 200); }));
  const TransferResult result = result_of(server);
  EXPECT_EQ(result.outcome, TransferOutcome::tls);
  EXPECT_THAT(result.error, testing::HasSubstr("too many"));
}

}  // namespace
}  // namespace peeringd
