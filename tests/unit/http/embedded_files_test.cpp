// Files embedded into the program, and the server's responses with them.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <span>

#include "gunzip.hpp"
#include "test_server.hpp"

namespace peeringd {

std::span<const EmbeddedFile> embedded_test_files();

namespace test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const EmbeddedFile& file(std::string_view path) {
  return *std::ranges::find(embedded_test_files(), path, &EmbeddedFile::path);
}

TEST(EmbeddedFiles, HaveTheContentTypeAndEtagOfEachFile) {
  std::vector<std::string> paths;
  for (const EmbeddedFile& one : embedded_test_files()) paths.emplace_back(one.path);
  EXPECT_THAT(paths, ElementsAre("icons/up.svg", "large.js", "small.txt"));
  EXPECT_EQ(file("icons/up.svg").content_type, "image/svg+xml");
  EXPECT_EQ(file("large.js").content_type, "text/javascript; charset=utf-8");
  std::ifstream source(PEERINGD_SOURCE_DIR "/tests/unit/http/embedded/large.js");
  const std::string text((std::istreambuf_iterator<char>(source)), {});
  EXPECT_EQ(file("large.js").content, text);
  EXPECT_EQ(gunzip(std::string(file("large.js").gzip)), text);
  EXPECT_EQ(file("large.js").etag.size(), 32U);
  EXPECT_NE(file("large.js").etag, file("small.txt").etag);
}

TEST(EmbeddedFiles, HaveNoGzipFormWithoutASaving) {
  EXPECT_EQ(file("small.txt").gzip, "");
}

TEST(EmbeddedFiles, HaveTheVariablesOfTheBuild) {
  EXPECT_EQ(file("small.txt").content, "An embedded file\n");
}

std::string request_for(const std::string& method, const std::string& fields) {
  return method + " /large.js HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
}

class ServedFiles : public ::testing::Test {
 protected:
  ServedFiles()
      : server_(patient(), {}, [](Router& router) {
          router.add_file("/large.js", file("large.js"));
          router.add_file(
              "/small.txt", file("small.txt"),
              {{"Cache-Control", "max-age=60"}, {"Content-Security-Policy", "none of ours"}});
        }) {}

  // The response without a body to a request for large.js.
  Received head_of(const std::string& method, const std::string& fields) {
    client_.send(request_for(method, fields));
    return client_.receive(/*head=*/true);
  }

  TestServer server_;
  RawClient client_{server_.port};
};

TEST_F(ServedFiles, HaveTypeLengthAndEtag) {
  const Received response = client_.get("/large.js");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, file("large.js").content);
  EXPECT_EQ(response.fields.at("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(response.fields.at("content-length"), std::to_string(file("large.js").content.size()));
  EXPECT_EQ(response.fields.at("etag"), '"' + std::string(file("large.js").etag) + '"');
  EXPECT_EQ(response.fields.at("cache-control"), "no-cache");
  EXPECT_EQ(response.fields.at("vary"), "Accept-Encoding");
}

TEST_F(ServedFiles, HaveAnotherEtagAsGzip) {
  const Received response = client_.get("/large.js", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(response.fields.at("content-encoding"), "gzip");
  EXPECT_EQ(response.body, file("large.js").gzip);
  EXPECT_EQ(response.fields.at("etag"), '"' + std::string(file("large.js").etag) + "-gzip\"");
  EXPECT_EQ(client_.get("/small.txt", "Accept-Encoding: gzip\r\n").fields.count("content-encoding"),
            0U);
}

TEST_F(ServedFiles, AreNotResentToAClientWithTheSameEtag) {
  const std::string etag(file("large.js").etag);
  for (const std::string& fields :
       {"If-None-Match: \"" + etag + "\"\r\n", "If-None-Match: \"x\", W/\"" + etag + "\"\r\n",
        "If-None-Match: \"x\"\r\nIf-None-Match: \"" + etag + "\"\r\n",
        "Accept-Encoding: gzip\r\nIf-None-Match: \"" + etag + "-gzip\"\r\n",
        std::string("If-None-Match: *\r\n")}) {
    const Received response = head_of("GET", fields);
    EXPECT_EQ(response.status_line, "HTTP/1.1 304 Not Modified") << fields;
    EXPECT_EQ(response.fields.count("content-length"), 0U);
    EXPECT_EQ(response.fields.count("content-type"), 0U);
    EXPECT_THAT(response.fields.at("etag"), HasSubstr(etag));
    EXPECT_EQ(response.fields.at("cache-control"), "no-cache");
  }
  EXPECT_EQ(client_.get("/").body, "hello\n") << "the response before must have no body";
}

TEST_F(ServedFiles, AreSentToAClientWithTheEtagOfAnotherForm) {
  const std::string etag(file("large.js").etag);
  for (const std::string& fields :
       {"If-None-Match: \"" + etag + "-gzip\"\r\n", "If-None-Match: " + etag + "\r\n",
        "Accept-Encoding: gzip\r\nIf-None-Match: \"" + etag + "\"\r\n",
        "If-None-Match: \"" + etag.substr(1) + "\"\r\n"}) {
    EXPECT_EQ(client_.get("/large.js", fields).status, 200) << fields;
  }
}

TEST_F(ServedFiles, AnswerHeadWithTheHeaderOfGet) {
  const Received response = head_of("HEAD", "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.fields.at("content-length"), std::to_string(file("large.js").content.size()));
  EXPECT_EQ(client_.get("/").body, "hello\n") << "the response before must have no body";
}

TEST_F(ServedFiles, AnswerOtherMethodsWithA405) {
  client_.send(request_for("POST", ""));
  const Received response = client_.receive();
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.fields.at("allow"), "GET, HEAD");
  EXPECT_EQ(response.fields.at("cache-control"), "no-store");
}

TEST_F(ServedFiles, HaveTheHeadersOfTheirRoute) {
  const Received response = client_.get("/small.txt");
  EXPECT_EQ(response.body, "An embedded file\n");
  EXPECT_EQ(response.fields.at("cache-control"), "max-age=60");
  EXPECT_EQ(response.fields.at("content-security-policy"), "none of ours");
  EXPECT_EQ(response.fields.at("x-content-type-options"), "nosniff");
}

}  // namespace
}  // namespace test
}  // namespace peeringd
