// The endpoint over TLS: versions, client certificates, replaced certificates.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>

#include "http/tls_identity.hpp"
#include "support/test_identity.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

class HttpTlsTest : public ::testing::Test {
 protected:
  HttpTlsTest() {
    fs::create_directories(folder_);
    setup_.web.tls = WebTls{write("cert.pem", test::pem_of(server_)),
                            write("key.pem", test::key_pem_of(server_)),
                            "",
                            {}};
  }
  ~HttpTlsTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    const fs::path file = folder_ / name;
    std::ofstream(file.string() + ".new") << text;
    fs::rename(file.string() + ".new", file);  // as tools that renew certificates do
    return file;
  }

  asio::ssl::context client_context() const {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.add_certificate_authority(asio::buffer(test::pem_of(authority_)));
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
  }

  // The response to a request for `path`; throws if the handshake fails. Requires a regular end of
  // the connection, since the response may be truncated otherwise.
  static std::string ask(std::uint16_t port, asio::ssl::context& context,
                         const std::string& path = "/") {
    asio::io_context loop;
    asio::ssl::stream<asio::ip::tcp::socket> stream(loop, context);
    stream.next_layer().connect({localhost, port});
    stream.handshake(asio::ssl::stream_base::client);
    asio::write(stream, asio::buffer("GET " + path +
                                     " HTTP/1.1\r\nHost: test\r\n"
                                     "Connection: close\r\n\r\n"));
    std::string answer;
    boost::system::error_code end;
    asio::read(stream, asio::dynamic_buffer(answer), end);
    if (end != asio::error::eof) throw boost::system::system_error(end);
    return answer;
  }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / ("peeringd-tls-" + std::to_string(::getpid()));
  const test::Identity authority_ = test::make_identity("Lab", 1h);
  const test::Identity server_ = test::make_identity("peeringd.example", 1h, &authority_);
  HttpSetup setup_;
};

TEST_F(HttpTlsTest, ServesOverTls) {
  TestServer server(patient(), setup_);
  auto context = client_context();
  EXPECT_TRUE(ask(server.port, context).ends_with("\r\n\r\nhello\n"));
}

TEST_F(HttpTlsTest, SendsABodyOfManyTlsRecords) {
  TestServer server(patient(), setup_);
  auto context = client_context();
  const std::string answer = ask(server.port, context, "/big");
  const auto header_end = answer.find("\r\n\r\n");
  ASSERT_NE(header_end, std::string::npos);
  EXPECT_EQ(answer.size() - header_end - 4, std::size_t{4} << 20);
}

// Sizes around that of a TLS record, and far above it. Beast's TLS stream lost everything beyond
// the first record of a response, without an error.
TEST_F(HttpTlsTest, SendsBodiesOfAnySizeCompletely) {
  constexpr std::size_t record = 16 * 1024;
  constexpr std::size_t mebibyte = 1 << 20;
  TestServer server(patient(), setup_, [](Router& router) {
    router.add("GET", "/whole/{size}", [](const HttpRequest& request, const HttpReply& reply) {
      reply(plain_text(200, std::string(std::stoul(request.parameters.at("size")), 'x')));
    });
    router.add("GET", "/pieces/{size}", [](const HttpRequest& request, const HttpReply& reply) {
      HttpResponse response = plain_text(200, "");
      response.next_piece = [left = std::stoul(request.parameters.at("size"))]() mutable {
        const std::size_t size = std::min<std::size_t>(left, 100'000);
        left -= size;
        return std::string(size, 'x');
      };
      reply(std::move(response));
    });
  });
  auto context = client_context();
  for (const std::size_t size :
       {std::size_t{1}, record - 1, record, record + 1, mebibyte, 100 * mebibyte}) {
    const std::string answer = ask(server.port, context, "/whole/" + std::to_string(size));
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, size);
    const std::string pieces = ask(server.port, context, "/pieces/" + std::to_string(size));
    EXPECT_EQ(std::ranges::count(std::string_view(pieces).substr(pieces.find("\r\n\r\n")), 'x'),
              size);
    EXPECT_TRUE(size <= mebibyte || pieces.ends_with("\r\n0\r\n\r\n"));
  }
}

TEST_F(HttpTlsTest, AnswersAPlainClientInPlainText) {
  TestServer server(patient(), setup_);
  const Received answer = RawClient(server.port).get("/");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "This port expects HTTPS; the request was plain HTTP.\n");
}

TEST_F(HttpTlsTest, ReplacesALingeringPlainClient) {
  HttpLimits limits = patient();
  limits.connections = 1;
  TestServer server(limits, setup_);
  RawClient plain(server.port);
  EXPECT_EQ(plain.get("/").status, 400);
  auto context = client_context();
  EXPECT_TRUE(ask(server.port, context).ends_with("hello\n"));
}

TEST_F(HttpTlsTest, RefusesVersionsBelowTheMinimum) {
  setup_.web.tls->min_version = WebTls::Version::tls13;
  TestServer server(patient(), setup_);
  auto context = client_context();
  SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_2_VERSION);
  EXPECT_THROW(ask(server.port, context), boost::system::system_error);
  SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_3_VERSION);
  EXPECT_TRUE(ask(server.port, context).ends_with("hello\n"));
}

TEST_F(HttpTlsTest, AdmitsOnlyClientsWithACertificateOfTheAuthority) {
  setup_.web.tls->client_ca_file = write("ca.pem", test::pem_of(authority_));
  TestServer server(patient(), setup_);
  auto without = client_context();
  EXPECT_THROW(ask(server.port, without), boost::system::system_error);

  const test::Identity stranger = test::make_identity("stranger", 1h);
  auto wrong = client_context();
  wrong.use_certificate(asio::buffer(test::pem_of(stranger)), asio::ssl::context::pem);
  wrong.use_private_key(asio::buffer(test::key_pem_of(stranger)), asio::ssl::context::pem);
  EXPECT_THROW(ask(server.port, wrong), boost::system::system_error);

  const test::Identity scraper = test::make_identity("scraper", 1h, &authority_);
  auto right = client_context();
  right.use_certificate(asio::buffer(test::pem_of(scraper)), asio::ssl::context::pem);
  right.use_private_key(asio::buffer(test::key_pem_of(scraper)), asio::ssl::context::pem);
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(ask(server.port, right).ends_with("hello\n"));
}

TEST_F(HttpTlsTest, ClosesAConnectionWhoseHandshakeTakesTooLong) {
  HttpLimits limits = patient();
  limits.request = 50ms;
  TestServer server(limits, setup_);
  RawClient client(server.port);
  client.send(std::string("\x16\x03\x01\x02\x00", 5));  // and never the rest
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(HttpTlsTest, NamesTheUnusableFileAndTheReason) {
  const auto message = [&] { return load_tls_context(*setup_.web.tls).error().message; };
  const test::Identity other = test::make_identity("other.example", 1h);
  write("key.pem", test::key_pem_of(other));
  EXPECT_EQ(message(), "web.tls.key_file: \"" + setup_.web.tls->key_file +
                           "\" is not the key of the certificate in \"" +
                           setup_.web.tls->cert_file + "\"");
  write("key.pem", "nonsense");
  EXPECT_TRUE(message().starts_with("web.tls.key_file: cannot use \"" + setup_.web.tls->key_file));
  write("cert.pem", "nonsense");
  EXPECT_TRUE(
      message().starts_with("web.tls.cert_file: cannot use \"" + setup_.web.tls->cert_file));
}

TEST_F(HttpTlsTest, NamesAFileThatCannotBeRead) {
  WebTls setup = *setup_.web.tls;
  setup.client_ca_file = folder_;
  EXPECT_EQ(
      load_tls_context(setup).error().message,
      "web.tls.client_ca_file: \"" + setup.client_ca_file + "\" is a directory; expected a file");
  fs::remove(setup.key_file);
  EXPECT_EQ(load_tls_context(setup).error().message,
            "web.tls.key_file: \"" + setup.key_file + "\" does not exist");
}

TEST_F(HttpTlsTest, SaysThatAKeyHasAPassphrase) {
  for (const auto& key : {test::encrypted_key_pem_of(server_), test::legacy_key_pem_of(server_)}) {
    write("key.pem", key);
    const std::string file = setup_.web.tls->key_file;
    EXPECT_EQ(load_tls_context(*setup_.web.tls).error().message,
              "web.tls.key_file: \"" + file +
                  "\" has a passphrase; write the key without one: openssl pkey -in \"" + file +
                  "\" -out FILE");
  }
}

TEST_F(HttpTlsTest, ReloadsReplacedFilesAndKeepsTheOldOnesIfTheyAreUnusable) {
  const auto identity = TlsIdentity::load(*setup_.web.tls).value();
  const MonotonicTime start{1000h};
  const TlsContext first = identity->context(start);
  EXPECT_EQ(identity->context(start + 2s), first) << "nothing has changed";

  const test::Identity renewed = test::make_identity("peeringd.example", 2h, &authority_);
  write("key.pem", test::key_pem_of(renewed));
  EXPECT_EQ(identity->context(start + 4s), first) << "the certificate has not arrived yet";
  write("cert.pem", test::pem_of(renewed));
  EXPECT_EQ(identity->context(start + 4500ms), first) << "it looks once a second";
  const TlsContext second = identity->context(start + 6s);
  EXPECT_NE(second, first);
  fs::remove(setup_.web.tls->cert_file);
  EXPECT_EQ(identity->context(start + 8s), second);
}

TEST_F(HttpTlsTest, RefusesAFifo) {
  for (std::string WebTls::*file :
       {&WebTls::cert_file, &WebTls::key_file, &WebTls::client_ca_file}) {
    WebTls setup = *setup_.web.tls;
    setup.*file = folder_ / "fifo";
    fs::remove(setup.*file);
    ASSERT_EQ(::mkfifo((setup.*file).c_str(), 0600), 0);
    const auto loaded = load_tls_context(setup);
    ASSERT_FALSE(loaded);
    EXPECT_TRUE(loaded.error().message.ends_with("fifo\" is not a regular file"));
  }
}

// A client of one authority, on a connection that is kept.
class KeptTlsConnection {
 public:
  KeptTlsConnection(std::uint16_t port, asio::ssl::context& context) : stream_(loop_, context) {
    stream_.next_layer().connect({localhost, port});
    stream_.handshake(asio::ssl::stream_base::client);
  }

  // Empty if the connection ends without an answer.
  std::string ask() {
    std::string answer;
    boost::system::error_code error;
    asio::write(stream_, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: test\r\n\r\n")), error);
    if (!error) asio::read_until(stream_, asio::dynamic_buffer(answer), "hello\n", error);
    return answer;
  }

 private:
  asio::io_context loop_;
  asio::ssl::stream<asio::ip::tcp::socket> stream_;
};

TEST_F(HttpTlsTest, ClosesKeptConnectionsWhenTheClientAuthorityIsReplaced) {
  setup_.web.tls->client_ca_file = write("ca.pem", test::pem_of(authority_));
  TestServer server(patient(), setup_);
  const test::Identity scraper = test::make_identity("scraper", 1h, &authority_);
  auto context = client_context();
  context.use_certificate(asio::buffer(test::pem_of(scraper)), asio::ssl::context::pem);
  context.use_private_key(asio::buffer(test::key_pem_of(scraper)), asio::ssl::context::pem);
  setup_.web.listen = {{localhost, 0}};

  KeptTlsConnection kept(server.port, context);
  EXPECT_TRUE(kept.ask().ends_with("hello\n"));
  ASSERT_TRUE(use(server.server, setup_));
  EXPECT_TRUE(kept.ask().ends_with("hello\n"))
      << "a reload without changes must not close connections";
  write("ca.pem", test::pem_of(test::make_identity("Another", 1h)));
  ASSERT_TRUE(use(server.server, setup_));
  EXPECT_EQ(kept.ask(), "");
}

}  // namespace
}  // namespace peeringd::test
