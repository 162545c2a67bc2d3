// Secrets of the configuration: in files, never quoted, with warnings if others may read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/file_access.hpp"
#include "base/text.hpp"
#include "config/load_config.hpp"
#include "config/named_file.hpp"
#include "config/password_hash.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* hash = "$2y$10$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S";
constexpr const char* rest =
    "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [192.0.2.0/24]}]\n";

std::string with_web(const std::string& web) {
  return "web: " + web + "\nendpoints: [{name: teams, host: teams.microsoft.com}]\n" + rest;
}

std::string with_headers(const std::string& headers) {
  return "endpoints: [{name: a, host: a.example, probes: [{type: https, headers: " + headers +
         "}]}]\n" + rest;
}

// A folder that all users may enter, like /etc/peeringd.
class Secrets : public testing::Test {
 protected:
  Secrets() {
    std::string name = testing::TempDir() + "peeringd-secrets-XXXXXX";
    folder_ = ::mkdtemp(name.data());
    ::chmod(folder_.c_str(), 0755);
    ::unsetenv("CREDENTIALS_DIRECTORY");
  }
  ~Secrets() override {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    fs::remove_all(folder_);
  }

  fs::path write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const fs::path file = folder_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    ::chmod(file.c_str(), mode);
    return file;
  }

  LoadedConfig load(const std::string& text, Reader reader = Reader::this_process,
                    mode_t mode = 0644) {
    return load_config(write("peeringd.yaml", text, mode), {.reader = reader});
  }

  std::string warnings_of(const std::string& text, Reader reader = Reader::this_process,
                          mode_t mode = 0644) {
    std::string all;
    for (const Diagnostic& warning : load(text, reader, mode).warnings) {
      all += warning.to_string() + "\n";
    }
    return all;
  }

  std::string errors_of(const std::string& text) {
    try {
      load(text);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "no error";
  }

  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

std::vector<std::string> headers_of(const LoadedConfig& loaded) {
  return std::get<HttpOptions>(loaded.config.endpoints[0].probes[0].options).headers;
}

TEST_F(Secrets, ReadThePasswordHashOfAUserFromAFile) {
  write("one", std::string(hash) + "\n");
  write("users", "# by htpasswd\nother:x\nprometheus:" + std::string(hash) + "\n\n");
  const auto users = load(with_web("{basic_auth_users: {a: {password_file: one}, prometheus: "
                                   "{password_file: users}, inline: " +
                                   std::string(hash) + "}}"))
                         .config.web.basic_auth_users;
  EXPECT_EQ(users, (std::map<std::string, std::string>{
                       {"a", hash}, {"prometheus", hash}, {"inline", hash}}));
}

TEST_F(Secrets, ReadTheValueOfAHeaderFromAFile) {
  const std::string token(3000, 'x');
  write("token", "Bearer " + token + "\n");
  EXPECT_THAT(headers_of(load(with_headers("{Authorization: {file: token}, Accept: a/b}"))),
              ElementsAre("Authorization: Bearer " + token, "Accept: a/b"));
}

TEST_F(Secrets, ResolveNamesInTheCredentialsDirectory) {
  write("credentials/token", "Bearer x");
  ::setenv("CREDENTIALS_DIRECTORY", (folder() / "credentials").c_str(), 1);
  EXPECT_THAT(
      headers_of(load(with_headers("{Authorization: {file: '${CREDENTIALS_DIRECTORY}/token'}}"))),
      ElementsAre("Authorization: Bearer x"));
}

TEST_F(Secrets, ResolveNamesOfIncludedFilesInTheCredentialsDirectory) {
  write("credentials/more.yaml", "endpoints: [{name: b, host: b.example}]\n");
  ::setenv("CREDENTIALS_DIRECTORY", (folder() / "credentials").c_str(), 1);
  const auto loaded =
      load("include: ['${CREDENTIALS_DIRECTORY}/more.yaml']\n" + with_headers("{A: b}"));
  EXPECT_EQ(loaded.config.endpoints[1].name, "b");
}

TEST_F(Secrets, ReportAMissingCredentialsDirectory) {
  EXPECT_THAT(errors_of(with_headers("{A: {file: '${CREDENTIALS_DIRECTORY}/token'}}")),
              AllOf(HasSubstr("is not set; systemd sets it for a service with LoadCredential="),
                    HasSubstr("CREDENTIALS_DIRECTORY=/run/credentials/peeringd.service")));
}

TEST(SecretFileName, MayStartWithOneVariable) {
  EXPECT_EQ(*parse_file_name("${CREDENTIALS_DIRECTORY}/a/b", "/run/c"), "/run/c/a/b");
  EXPECT_EQ(*parse_file_name("a$b/c", "/run/c"), "a$b/c");
  for (const char* wrong : {"x/${CREDENTIALS_DIRECTORY}/a", "${HOME}/a", "$CREDENTIALS_DIRECTORY/a",
                            "${CREDENTIALS_DIRECTORY}", "${CREDENTIALS_DIRECTORY}/",
                            "${CREDENTIALS_DIRECTORY}a", "${CREDENTIALS_DIRECTORY}/${HOME}"}) {
    const auto name = parse_file_name(wrong, "/run/c");
    ASSERT_FALSE(name) << wrong;
    EXPECT_THAT(name.error().message, HasSubstr("only ${CREDENTIALS_DIRECTORY} is replaced"));
  }
  EXPECT_FALSE(parse_file_name("${CREDENTIALS_DIRECTORY}/a", "run/c"));
  EXPECT_FALSE(parse_file_name("${CREDENTIALS_DIRECTORY}/a", ""));
}

TEST(PasswordHash, ReadsTheOutputOfHtpasswd) {
  const std::string line = std::string("prometheus:") + hash;
  EXPECT_EQ(*find_password_hash(line + "\n\n", "prometheus"), hash);
  EXPECT_EQ(*find_password_hash("a:x\r\n" + line + "\r\n", "prometheus"), hash);
  EXPECT_EQ(*find_password_hash(std::string("  ") + hash + " \n", "prometheus"), hash);
  for (const std::string& wrong :
       {std::string(), line + "\n" + line, "other:" + std::string(hash), std::string("secret"),
        std::string(hash) + "\n" + hash, line + "x"}) {
    const auto found = find_password_hash(wrong, "prometheus");
    ASSERT_FALSE(found) << wrong;
    EXPECT_THAT(found.error().message, Not(AnyOf(HasSubstr("$2y"), HasSubstr("secret"))));
  }
}

TEST(LooksSecret, RecognizesHashesKeysAndTokens) {
  for (const char* secret : {hash, "root:$y$j9T$x$y:19000:0:::", "-----BEGIN PRIVATE KEY-----",
                             "Authorization: Bearer x", "eyJhbGciOi.J9"}) {
    EXPECT_TRUE(looks_secret(secret)) << secret;
  }
  for (const char* text : {"", "contoso-seattle", "/etc/peeringd/key.pem", "10s", "${HOME}"}) {
    EXPECT_FALSE(looks_secret(text)) << text;
  }
}

// Each has a secret in the wrong place.
class MistypedSecret : public Secrets, public testing::WithParamInterface<std::string> {};

TEST_P(MistypedSecret, IsNotQuoted) {
  write("other/shadow", "root:hunter2:19000:0:99999:7:::\ndaemon:hunter2:19000:0:99999:7:::\n");
  write("other/scalar", "hunter2 hunter2\nhunter2\n");
  write("other/list", "- hunter2\n");
  write("other/secrets.yaml", "api_key: hunter2\nhunter2: x\n");
  write("other/hash", "somebody:hunter2\n");
  write("other/value", "hunter2\nhunter2\n");
  const std::string messages = errors_of(GetParam());
  EXPECT_THAT(messages, AllOf(HasSubstr("peeringd-secrets-"), Not(HasSubstr("hunter2"))));
}

INSTANTIATE_TEST_SUITE_P(
    Config, MistypedSecret,
    testing::Values(
        "include: [other/shadow]\n" + with_headers("{A: b}"),
        "include: [other/scalar]\n" + with_headers("{A: b}"),
        "include: [other/list]\n" + with_headers("{A: b}"),
        "include: [other/secrets.yaml]\n" + with_headers("{A: b}"), "hunter2", "[hunter2]",
        "hunter2: hunter2", "? {hunter2: x}\n: hunter2", with_web("{basic_auth_users: hunter2}"),
        with_web("{basic_auth_users: [hunter2]}"), with_web("{basic_auth_users: {a: hunter2}}"),
        with_web("{basic_auth_users: {a: [hunter2]}}"),
        with_web("{basic_auth_users: {hunter2: a}}"),
        with_web("{basic_auth_users: {hunter2: x, hunter2: y}}"),
        with_web("{basic_auth_users: {'hunter2:x': y}}"),
        with_web("{basic_auth_users: {[hunter2]: y}}"),
        with_web("{basic_auth_users: {a: \"hunter2\\n\"}}"),
        with_web("{basic_auth_users: {a: {hunter2: x}}}"),
        with_web("{basic_auth_users: {a: {password_file: hunter2}}}"),
        with_web("{basic_auth_users: {a: {password_file: other/hash}}}"),
        with_web("{basic_auth_users: {a: {password_file: [hunter2]}}}"),
        with_web("{tls: {cert_file: other/hash, key_file: hunter2}}"),
        with_web("{tls: {cert_file: other/hash, key_file: \"hunter2\\nhunter2\"}}"),
        with_headers("hunter2"), with_headers("[hunter2]"), with_headers("{hunter2 x: y}"),
        with_headers("{hunter2: [y]}"), with_headers("{hunter2: x, HUNTER2: x, hunter2: x}"),
        with_headers("{A: \"hunter2\\n\"}"), with_headers("{A: [hunter2]}"),
        with_headers("{A: {hunter2: x}}"), with_headers("{A: {file: hunter2}}"),
        with_headers("{A: {file: other/value}}")));

TEST_F(Secrets, AreNotQuotedFromHashesAndKeys) {
  for (const std::string& wrong :
       {"web: " + std::string(hash) + "\n" + with_headers("{A: b}"),
        "include: ['" + std::string(hash) + "']\n" + with_headers("{A: b}"),
        "probing: {interval: " + std::string(hash) + "}\n" + with_headers("{A: b}"),
        "probing: {'" + std::string(hash) + "': 1s}\n" + with_headers("{A: b}")}) {
    EXPECT_THAT(errors_of(wrong), AllOf(HasSubstr("peeringd.yaml"), Not(HasSubstr("$2y$10"))));
  }
}

TEST_F(Secrets, ReportAFileOfAnotherProgramInOneSentence) {
  write("shadow", "root:hunter2:19000:0:99999:7:::\n");
  EXPECT_EQ(errors_of("include: [shadow]\n" + with_headers("{A: b}")),
            (folder() / "shadow").string() +
                ": is not a configuration of peeringd: it has none of the keys site, web, probing, "
                "endpoints, connections, egress, alerts, history, routes, service_tags, include, "
                "overlays");
}

class SecretPermissions : public Secrets {
  void SetUp() override {
    if (!obstacle_to_others(write("open", "", 0644)).empty()) GTEST_SKIP() << "TMPDIR is private";
  }
};

TEST_F(SecretPermissions, WarnOfFilesThatOthersMayRead) {
  const std::string users = with_web("{basic_auth_users: {a: {password_file: one}}}");
  write("one", hash, 0600);
  EXPECT_THAT(warnings_of(users), Not(HasSubstr("every user of this host")));
  write("one", hash, 0604);
  EXPECT_THAT(warnings_of(users), AllOf(HasSubstr("every user of this host may read"),
                                        HasSubstr("(mode 0604)"), HasSubstr("LoadCredential=")));
  write("token", "x", 0644);
  EXPECT_THAT(warnings_of(with_headers("{A: {file: token}}")), HasSubstr("(mode 0644)"));
}

TEST_F(SecretPermissions, WarnOfAKeyBesideACertificate) {
  const std::string certificate = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
  const std::string key = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";
  const std::string tls = with_web("{tls: {cert_file: both.pem, key_file: key.pem}}");
  write("key.pem", key, 0600);
  write("both.pem", certificate, 0644);
  EXPECT_THAT(warnings_of(tls), IsEmpty());
  write("both.pem", certificate + key, 0644);
  EXPECT_THAT(warnings_of(tls), AllOf(HasSubstr("web.tls.cert_file"), HasSubstr("both.pem")));
}

TEST_F(SecretPermissions, IgnoreFilesInAFolderThatOthersMayNotEnter) {
  write("private/token", "x", 0644);
  ::chmod((folder() / "private").c_str(), 0700);
  EXPECT_THAT(warnings_of(with_headers("{A: {file: private/token}}")), IsEmpty());
}

TEST_F(SecretPermissions, WarnOfAConfigurationThatOthersMayRead) {
  const std::string users = with_web("{basic_auth_users: {a: " + std::string(hash) + "}}");
  EXPECT_THAT(warnings_of(users), HasSubstr("hashes of passwords are in a file"));
  EXPECT_THAT(warnings_of(users, Reader::this_process, 0640), Not(HasSubstr("hashes")));
  const std::string token = with_headers("{Authorization: Bearer x, Accept: a/b}");
  EXPECT_THAT(warnings_of(token), AllOf(HasSubstr("{file: …}"), Not(HasSubstr("Bearer"))));
  EXPECT_THAT(warnings_of(with_headers("{Accept: a/b}")), IsEmpty());
}

TEST_F(SecretPermissions, WarnRootOfFilesThatTheServiceCannotRead) {
  const std::string text = with_headers("{A: {file: token}}");
  write("token", "x", 0600);
  EXPECT_THAT(warnings_of(text), IsEmpty());
  EXPECT_THAT(warnings_of(text, Reader::service),
              AllOf(HasSubstr("the service runs as a user of its own, which cannot read"),
                    HasSubstr("token\" (mode 0600)"), HasSubstr("LoadCredential=")));
  EXPECT_THAT(warnings_of(text, Reader::service, 0600), HasSubstr("peeringd.yaml\" (mode 0600)"));
  ::chmod(folder().c_str(), 0700);
  EXPECT_THAT(warnings_of(text, Reader::service), HasSubstr("has mode 0700)"));
}

TEST_F(SecretPermissions, TreatSystemdCredentialsAsReadableForTheService) {
  write("credentials/token", "x", 0400);
  ::setenv("CREDENTIALS_DIRECTORY", (folder() / "credentials").c_str(), 1);
  EXPECT_THAT(
      warnings_of(with_headers("{A: {file: '${CREDENTIALS_DIRECTORY}/token'}}"), Reader::service),
      IsEmpty());
}

}  // namespace
}  // namespace peeringd
