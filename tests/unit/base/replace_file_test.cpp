#include "base/replace_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/regular_file.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;

class ReplacedFile : public ::testing::Test {
 protected:
  ReplacedFile() { fs::create_directories(folder_); }
  ~ReplacedFile() override { fs::remove_all(folder_); }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / ("peeringd-replace-" + std::to_string(::getpid()));
};

TEST_F(ReplacedFile, HasTheNewContentAndLeavesNothingBesideIt) {
  std::ofstream(folder_ / "a") << "a longer old content";
  ASSERT_TRUE(replace_file(folder_ / "a", "new"));
  EXPECT_EQ(read_regular_file(folder_ / "a", 100).value(), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(ReplacedFile, IsUnchangedIfTheNewOneCannotBeWritten) {
  std::ofstream(folder_ / "a") << "old";
  fs::create_directory(folder_ / "a.new");
  const auto done = replace_file(folder_ / "a", "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("a.new cannot be written: Is a directory"),
            std::string::npos);
  EXPECT_EQ(read_regular_file(folder_ / "a", 100).value(), "old");
}

TEST_F(ReplacedFile, NeedsItsFolder) {
  const auto done = replace_file(folder_ / "none" / "a", "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("No such file or directory"), std::string::npos);
}

}  // namespace
}  // namespace peeringd
