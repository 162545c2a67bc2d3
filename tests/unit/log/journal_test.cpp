// Whether the journal reads standard error.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "log/log.hpp"

namespace peeringd {
namespace {

class JournalStream : public testing::Test {
 protected:
  void TearDown() override { ::unsetenv("JOURNAL_STREAM"); }

  static void name_stream(unsigned long device, unsigned long inode) {
    const std::string name = std::to_string(device) + ":" + std::to_string(inode);
    ::setenv("JOURNAL_STREAM", name.c_str(), 1);
  }
  static struct stat standard_error() {
    struct stat status {};
    EXPECT_EQ(::fstat(STDERR_FILENO, &status), 0);
    return status;
  }
};

TEST_F(JournalStream, ReadsTheNamedStream) {
  name_stream(standard_error().st_dev, standard_error().st_ino);
  EXPECT_TRUE(log::to_journal());
}

TEST_F(JournalStream, IgnoresTheVariableOnATerminal) {
  name_stream(standard_error().st_dev, standard_error().st_ino + 1);
  EXPECT_FALSE(log::to_journal());
}

TEST_F(JournalStream, IsAbsentWithoutTheVariable) {
  ::unsetenv("JOURNAL_STREAM");
  EXPECT_FALSE(log::to_journal());
}

}  // namespace
}  // namespace peeringd
