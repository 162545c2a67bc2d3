#include "base/replace_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
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

TEST_F(ReplacedFile, HasTheNewContentAndLeavesNoTemporaryFile) {
  std::ofstream(folder_ / "a") << "a longer old content";
  ASSERT_TRUE(replace_file(folder_ / "a", "new"));
  EXPECT_EQ(read_regular_file(folder_ / "a", 100).value(), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(ReplacedFile, IsUnchangedIfWritingFails) {
  std::ofstream(folder_ / "a") << "old";
  fs::create_directory(folder_ / "a.new");
  const auto done = replace_file(folder_ / "a", "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("a.new cannot be written: Is a directory"),
            std::string::npos);
  EXPECT_EQ(read_regular_file(folder_ / "a", 100).value(), "old");
}

struct stat status_of(const fs::path& path) {
  struct stat status = {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status;
}

TEST_F(ReplacedFile, KeepsItsModeOwnerAndGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may change an owner";
  std::ofstream(folder_ / "a") << "old";
  ASSERT_EQ(::chown((folder_ / "a").c_str(), 12, 34), 0);
  ASSERT_EQ(::chmod((folder_ / "a").c_str(), 0640), 0);
  std::ofstream(folder_ / "a.new") << "of an earlier attempt";
  const mode_t before = ::umask(077);
  const auto done = replace_file(folder_ / "a", "new");
  ::umask(before);
  ASSERT_TRUE(done);
  const struct stat status = status_of(folder_ / "a");
  EXPECT_EQ(status.st_uid, 12U);
  EXPECT_EQ(status.st_gid, 34U);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
  EXPECT_EQ(read_regular_file(folder_ / "a", 100).value(), "new");
}

TEST_F(ReplacedFile, FollowsASymbolicLink) {
  fs::create_directory(folder_ / "real");
  std::ofstream(folder_ / "real" / "a") << "old";
  fs::create_symlink("real/a", folder_ / "link");
  ASSERT_TRUE(replace_file(folder_ / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(read_regular_file(folder_ / "real" / "a", 100).value(), "new");
}

TEST_F(ReplacedFile, MustBeARegularFile) {
  fs::create_directory(folder_ / "a");
  const auto done = replace_file(folder_ / "a", "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("is not a regular file"), std::string::npos);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "nothing else remains";
}

TEST_F(ReplacedFile, RequiresItsFolder) {
  const auto done = replace_file(folder_ / "none" / "a", "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("No such file or directory"), std::string::npos);
}

}  // namespace
}  // namespace peeringd
