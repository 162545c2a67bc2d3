#include "http/certificate_validity.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "http/tls_identity.hpp"
#include "support/captured_log.hpp"
#include "support/test_identity.hpp"

namespace peeringd::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class CertificateValidityTest : public ::testing::Test {
 protected:
  CertificateValidityTest() {
    fs::create_directories(folder_);
    write("cert.pem", test::pem_of(server_));
    write("key.pem", test::key_pem_of(server_));
  }
  ~CertificateValidityTest() override { fs::remove_all(folder_); }

  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / ("peeringd-validity-" + std::to_string(::getpid()));
  const test::Identity authority_ = test::make_identity("Lab", 1h);
  const test::Identity server_ = test::make_identity("peeringd.example", 1h, &authority_);
  const WebTls setup_{folder_ / "cert.pem", folder_ / "key.pem", "", {}};
};

TEST_F(CertificateValidityTest, WarnsOfACertificateThatExpires) {
  const auto now = std::chrono::system_clock::now();
  const auto warning_of = [&](std::chrono::seconds valid_for) {
    write("cert.pem", test::pem_of(test::make_identity("peeringd.example", valid_for, &authority_,
                                                       server_.key)));
    const auto validity = load_tls_context(setup_).value()->validity.value();
    const std::string text = certificate_warning(validity, "x.pem", now);
    return text.substr(0, text.find("-"));  // without the date
  };
  EXPECT_TRUE(
      warning_of(-1h).starts_with("web.tls.cert_file: a certificate in \"x.pem\" expired at 2"));
  EXPECT_EQ(warning_of(8 * 24h), "");
  const CertificateValidity of_months{now - 80 * 24h, now + 10 * 24h};
  EXPECT_TRUE(certificate_warning(of_months, "x.pem", now + 4 * 24h)
                  .starts_with("web.tls.cert_file: a certificate in \"x.pem\" expires at 2"));
  EXPECT_EQ(certificate_warning(of_months, "x.pem", now + 2 * 24h), "");
  const CertificateValidity of_a_day{now - 20h, now + 4h};
  EXPECT_EQ(certificate_warning(of_a_day, "x.pem", now), "") << "it is renewed after two thirds";
  EXPECT_NE(certificate_warning(of_a_day, "x.pem", now + 2h), "");
  const CertificateValidity later{now + 1h, now + 1000h};
  EXPECT_TRUE(
      certificate_warning(later, "x.pem", now)
          .starts_with("web.tls.cert_file: a certificate in \"x.pem\" is valid only from 2"));
}

TEST_F(CertificateValidityTest, WarnsOfAnIntermediateCertificateThatExpires) {
  const test::Identity intermediate = test::make_identity("Intermediate", -1h, &authority_);
  const test::Identity server = test::make_identity("peeringd.example", 1000h, &intermediate);
  write("cert.pem", test::pem_of(server) + test::pem_of(intermediate));
  write("key.pem", test::key_pem_of(server));
  const auto now = std::chrono::system_clock::now();
  const auto validity = load_tls_context(setup_).value()->validity.value();
  EXPECT_TRUE(certificate_warning(validity, "x.pem", now).find("expired") != std::string::npos);
}

TEST_F(CertificateValidityTest, LogsACertificateThatExpiresOnceADay) {
  const auto lines_of = [&](auto action) {
    test::capture_log();
    action();
    const std::string lines = test::captured_log();
    return std::ranges::count(lines, '\n');
  };
  std::shared_ptr<TlsIdentity> identity;
  EXPECT_EQ(lines_of([&] { identity = TlsIdentity::load(setup_).value(); }), 1);
  const MonotonicTime start{1000h};
  EXPECT_EQ(lines_of([&] {
              identity->context(start);
              identity->context(start + 23h);
            }),
            0);
  EXPECT_EQ(lines_of([&] {
              identity->context(start + 24h);
              identity->context(start + 25h);
            }),
            1);
}

}  // namespace
}  // namespace peeringd::test
