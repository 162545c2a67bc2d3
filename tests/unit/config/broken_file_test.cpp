// Files that are not configurations: each causes one clear message.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "config/load_config.hpp"
#include "support/network_namespace.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;

class BrokenFile : public testing::Test {
 protected:
  BrokenFile() {
    std::string name = testing::TempDir() + "peeringd-config-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~BrokenFile() override { fs::remove_all(folder_); }

  fs::path path() const { return folder_ / "peeringd.yaml"; }

  /// The only message about the file, without its name.
  std::string message_for(const fs::path& file) {
    try {
      load_config(file);
    } catch (const ConfigError& error) {
      EXPECT_EQ(error.diagnostics().size(), 1U) << error.what();
      return std::string(error.what()).substr(file.string().size());
    }
    return "no error";
  }

  std::string message_for_text(std::string_view text) {
    std::ofstream(path(), std::ios::binary) << text;
    return message_for(path());
  }

 private:
  fs::path folder_;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST_F(BrokenFile, ReportsAMissingFile) {
  EXPECT_EQ(message_for(path()), ": does not exist");
}

TEST_F(BrokenFile, ReportsADirectory) {
  EXPECT_EQ(message_for(path().parent_path()), ": is a directory; expected a file");
}

TEST_F(BrokenFile, RejectsAFifoWithoutWaiting) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(message_for(path()), ": is not a regular file");
}

TEST_F(BrokenFile, ReportsAnUnreadableFile) {
  std::ofstream(path()) << "endpoints: []";
  fs::permissions(path(), fs::perms::none);
  std::thread without_the_rights_of_root([&] {
    EXPECT_TRUE(test::drop_capabilities());
    EXPECT_EQ(message_for(path()), ": cannot be read: Permission denied");
  });
  without_the_rights_of_root.join();
}

TEST_F(BrokenFile, ReportsAnEmptyFile) {
  for (const char* text : {"", "\n\n", "# nothing\n", "---\n", "~\n"}) {
    EXPECT_EQ(message_for_text(text),
              ": is empty, or contains only comments; endpoints and connections are required")
        << text;
  }
}

TEST_F(BrokenFile, RejectsFiftyMegabytes) {
  std::mt19937 random(1);
  std::string nonsense(50'000'000, '\0');
  for (char& c : nonsense) c = static_cast<char>(random() & 0xffU);
  EXPECT_EQ(message_for_text(nonsense), ": is larger than 8 MiB");
}

TEST_F(BrokenFile, RejectsNulBytes) {
  EXPECT_EQ(message_for_text(std::string_view("web:\n  \0x", 9)),
            ":2:3: contains the control character 0x00; a configuration is a text file in UTF-8");
}

TEST_F(BrokenFile, RejectsInvalidUtf8) {
  EXPECT_EQ(message_for_text("partner: M\xfcnchen\n"),
            ":1:11: contains the byte 0xfc, which is not UTF-8; a configuration is a text file in "
            "UTF-8");
  for (const char* wrong :
       {"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    EXPECT_NE(message_for_text(wrong).find("is not UTF-8"), std::string::npos);
  }
}

TEST_F(BrokenFile, RejectsDeepNesting) {
  for (const char* opening : {"[", "{", "- ", "? ", "{a: "}) {
    const std::string message = message_for_text(repeated(opening, 100'000));
    EXPECT_NE(message.find("nested deeper than 50 levels"), std::string::npos)
        << opening << message;
  }
}

TEST_F(BrokenFile, RejectsAliasesThatExpandExponentially) {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    laughs += name + ": &" + name + " [" + repeated("*a" + before + ",", 10) + "]\n";
  }
  EXPECT_NE(message_for_text(laughs).find("more than 1000000 values"), std::string::npos);
}

TEST_F(BrokenFile, RejectsASecondDocument) {
  for (const char* text : {"a: b\n---\nc: d\n", "a: b\n...\nc: d\n", "a: b\n---\n"}) {
    const std::string message = message_for_text(text);
    EXPECT_NE(message.find("a second document starts here"), std::string::npos) << message;
  }
}

TEST_F(BrokenFile, RejectsATruncatedText) {
  EXPECT_EQ(message_for_text("partner: \"Contoso"),
            ":1:10: not valid YAML: a quoted text has no closing quote");
}

TEST_F(BrokenFile, RejectsLinesOfEightMegabytes) {
  const std::string line(8'000'000, 'x');
  EXPECT_NE(message_for_text(line).find("expected a map"), std::string::npos);
  EXPECT_NE(message_for_text("a: \"" + line).find("no closing quote"), std::string::npos);
}

TEST_F(BrokenFile, AcceptsAByteOrderMarkAndCarriageReturns) {
  std::ofstream(path(), std::ios::binary)
      << "\xef\xbb\xbf"
         "endpoints: [{name: a, host: a.example}]\r\n"
      << "connections:\r\n"
      << "  - {name: c, partner: P, location: {country: DE}, prefixes: [auto]}\r\n...\r\n";
  EXPECT_EQ(load_config(path()).config.connections[0].name, "c");
}

}  // namespace
}  // namespace peeringd
