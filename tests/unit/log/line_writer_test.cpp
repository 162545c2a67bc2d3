#include "log/line_writer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

namespace peeringd::log {
namespace {

using namespace std::chrono_literals;

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writing() const { return ends_[1]; }

  // Reads exactly `size` bytes.
  std::string read(std::size_t size) const {
    std::string text(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count = ::read(ends_[0], text.data() + done, size - done);
      if (count <= 0) return text.substr(0, done);
      done += static_cast<std::size_t>(count);
    }
    return text;
  }

 private:
  std::array<int, 2> ends_{};
};

// Writes lines until the pipe is full. Returns the number of bytes that it accepted.
std::size_t fill(LineWriter& writer, const std::string& line) {
  writer.give_up_in(0ms);
  std::size_t size = 0;
  while (writer.write(line)) size += line.size();
  return size;
}

TEST(LineWriter, WritesLinesWhole) {
  const Pipe pipe;
  LineWriter writer(pipe.writing());
  EXPECT_TRUE(writer.write("one\n"));
  EXPECT_TRUE(writer.write("another\n"));
  EXPECT_EQ(pipe.read(12), "one\nanother\n");
}

TEST(LineWriter, LosesALineIfTheReaderStops) {
  const Pipe pipe;
  LineWriter writer(pipe.writing());
  fill(writer, "a line without a reader\n");
  EXPECT_FALSE(writer.write("and this is lost\n"));
  EXPECT_EQ(writer.trouble(), "its reader has stopped");
}

TEST(LineWriter, WaitsForTheReaderUntilItsTimeout) {
  const Pipe pipe;
  LineWriter writer(pipe.writing());
  const std::string line(1000, 'x');
  const std::size_t filled = fill(writer, line);
  writer.give_up_in(1h);
  std::thread reader([&] { EXPECT_EQ(pipe.read(filled).size(), filled); });
  EXPECT_TRUE(writer.write("last\n"));
  reader.join();
}

TEST(LineWriter, StartsANewLineAfterATruncatedOne) {
  const Pipe pipe;
  LineWriter writer(pipe.writing());
  const std::string long_line(100'000, 'x');  // longer than the capacity of a pipe
  writer.give_up_in(0ms);
  EXPECT_FALSE(writer.write(long_line + "\n"));
  const std::string beginning = pipe.read(1 << 16);
  EXPECT_EQ(beginning, std::string(beginning.size(), 'x'));
  EXPECT_TRUE(writer.write("next\n"));
  EXPECT_EQ(pipe.read(6), "\nnext\n");
}

TEST(LineWriter, ReportsTheErrorOfTheDisk) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  LineWriter writer(full);
  EXPECT_FALSE(writer.write("there is no room for this\n"));
  EXPECT_EQ(writer.trouble(), "No space left on device");
  ::close(full);
}

}  // namespace
}  // namespace peeringd::log
