#include "base/regular_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace peeringd {
namespace {

namespace fs = std::filesystem;

class RegularFile : public ::testing::Test {
 protected:
  RegularFile() { fs::create_directories(folder_); }
  ~RegularFile() override { fs::remove_all(folder_); }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / ("peeringd-file-" + std::to_string(::getpid()));
};

TEST_F(RegularFile, ReadsAWholeFile) {
  std::ofstream(folder_ / "a") << std::string(100'000, 'x');
  EXPECT_EQ(read_regular_file(folder_ / "a", 100'000).value().size(), 100'000U);
}

TEST_F(RegularFile, RejectsAFileThatIsTooLong) {
  std::ofstream(folder_ / "a") << std::string((2 << 20) + 1, 'x');
  EXPECT_EQ(read_regular_file(folder_ / "a", 2 << 20).error().message, "is larger than 2 MiB");
  EXPECT_EQ(read_regular_file(folder_ / "a", 1000).error().message, "is larger than 1000 bytes");
}

TEST_F(RegularFile, RejectsAFifoAndOtherTypes) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(read_regular_file(folder_ / "fifo", 1000).error().message, "is not a regular file");
  EXPECT_EQ(read_regular_file("/dev/zero", 1000).error().message, "is not a regular file");
  EXPECT_EQ(read_regular_file(folder_, 1000).error().message, "is a directory; expected a file");
  EXPECT_EQ(read_regular_file(folder_ / "none", 1000).error().message, "does not exist");
}

}  // namespace
}  // namespace peeringd
