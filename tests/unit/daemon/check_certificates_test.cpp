// The certificate of web.tls, as `check` sees it.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "daemon/commands/commands.hpp"
#include "support/captured_log.hpp"
#include "support/test_identity.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

class CheckCertificatesTest : public testing::Test {
 protected:
  CheckCertificatesTest() { fs::create_directories(folder_); }
  ~CheckCertificatesTest() override { fs::remove_all(folder_); }

  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  // The exit code. What it prints is in `out_` and `error_`.
  int check_certificate(std::chrono::seconds valid_for) {
    const test::Identity server = test::make_identity("peeringd.example", valid_for);
    write("cert.pem", test::pem_of(server));
    write("key.pem", test::key_pem_of(server));
    write("peeringd.yaml",
          "web: {tls: {cert_file: cert.pem, key_file: key.pem}}\n"
          "endpoints: [{name: edge, host: edge.example}]\n"
          "connections:\n"
          "  - {name: a, partner: P, location: {country: DE}, prefixes: [203.0.113.0/24]}\n");
    testing::internal::CaptureStdout();
    test::capture_log();
    const int code = check_command(ConfigArgs{folder_ / "peeringd.yaml"}, false);
    out_ = testing::internal::GetCapturedStdout();
    error_ = test::captured_log();
    return code;
  }

  const fs::path folder_ =
      fs::path(testing::TempDir()) / ("peeringd-check-" + std::to_string(::getpid()));
  std::string out_;
  std::string error_;
};

TEST_F(CheckCertificatesTest, WarnsOfAnExpiredOne) {
  EXPECT_EQ(check_certificate(-1h), exit_success);
  EXPECT_THAT(error_, HasSubstr("warning: web.tls.cert_file: a certificate in \"" +
                                (folder_ / "cert.pem").string() + "\" expired at "));
  EXPECT_THAT(out_, HasSubstr(", warnings: 1\n"));
}

TEST_F(CheckCertificatesTest, DoesNotWarnOfAValidOne) {
  EXPECT_EQ(check_certificate(1000h), exit_success);
  EXPECT_EQ(error_, "");
}

}  // namespace
}  // namespace peeringd
