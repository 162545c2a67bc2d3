#include "base/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "support/epoll_watches.hpp"
#include "support/run_until.hpp"

namespace peeringd {
namespace {

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) != -1;
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_NONBLOCK) != 0) throw std::runtime_error("no pipe");
    out = Descriptor(ends[0]);
    in = Descriptor(ends[1]);
  }
  void write_byte() const { ASSERT_EQ(::write(in.get(), "x", 1), 1); }
  bool read_byte() const {
    char byte = 0;
    return ::read(out.get(), &byte, 1) == 1;
  }
  Descriptor out;
  Descriptor in;
};

TEST(Descriptor, ClosesWhenDestroyed) {
  int number = -1;
  {
    const Pipe pipe;
    number = pipe.out.get();
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, IsEmptyByDefaultAndAfterAFailedCall) {
  EXPECT_FALSE(Descriptor());
  EXPECT_FALSE(Descriptor(-1));
  EXPECT_EQ(Descriptor().get(), -1);
}

TEST(Descriptor, HasOneOwnerAfterAMove) {
  Pipe pipe;
  const int number = pipe.out.get();
  {
    const Descriptor taken(std::move(pipe.out));
    EXPECT_EQ(taken.get(), number);
    EXPECT_FALSE(pipe.out);  // NOLINT(bugprone-use-after-move): what a move leaves behind
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, ClosesItsNumberWhenAnotherIsAssigned) {
  Pipe pipe;
  const int read_end = pipe.out.get();
  const int write_end = pipe.in.get();
  pipe.out = std::move(pipe.in);
  EXPECT_FALSE(is_open(read_end));
  EXPECT_TRUE(is_open(write_end));
  EXPECT_EQ(pipe.out.get(), write_end);
}

TEST(Descriptor, SurvivesAMoveToItself) {
  Pipe pipe;
  Descriptor& same = pipe.out;
  pipe.out = std::move(same);
  EXPECT_TRUE(pipe.out);
  EXPECT_TRUE(is_open(pipe.out.get()));
}

TEST(Descriptor, DoesNotCloseAReleasedNumber) {
  Pipe pipe;
  const Descriptor other(pipe.out.release());
  EXPECT_FALSE(pipe.out);
  pipe.out.close();
  EXPECT_TRUE(is_open(other.get()));
}

class DescriptorWatchTest : public testing::Test {
 protected:
  // Runs the loop until `calls` is `wanted`; false after a timeout.
  bool until_called(int wanted) {
    return test::run_until(context_, [&] { return calls_ >= wanted; });
  }

  std::unique_ptr<DescriptorWatch> watch_pipe(std::function<void()> readable) {
    return DescriptorWatch::open(context_.get_executor(), pipe_.out.get(), std::move(readable))
        .value();
  }

  boost::asio::io_context context_;
  Pipe pipe_;
  int calls_ = 0;
};

TEST_F(DescriptorWatchTest, CallsBackEachTimeThereIsSomethingToRead) {
  const auto watch = watch_pipe([&] {
    while (pipe_.read_byte()) ++calls_;
  });
  pipe_.write_byte();
  ASSERT_TRUE(until_called(1));
  pipe_.write_byte();
  pipe_.write_byte();
  ASSERT_TRUE(until_called(3));
}

TEST_F(DescriptorWatchTest, CallsBackForDataFromBeforeTheWatch) {
  pipe_.write_byte();
  const auto watch = watch_pipe([&] {
    while (pipe_.read_byte()) ++calls_;
  });
  ASSERT_TRUE(until_called(1));
}

TEST_F(DescriptorWatchTest, CallsBackAgainIfTheReaderAsksForIt) {
  for (int i = 0; i < 5; ++i) pipe_.write_byte();
  std::unique_ptr<DescriptorWatch> watch;
  watch = watch_pipe([&] {
    if (!pipe_.read_byte()) return;
    ++calls_;
    watch->again();
  });
  ASSERT_TRUE(until_called(5));
}

TEST_F(DescriptorWatchTest, IsSilentOnceDestroyed) {
  std::unique_ptr<DescriptorWatch> watch;
  watch = watch_pipe([&] { ++calls_; });
  pipe_.write_byte();
  watch->again();
  watch.reset();
  context_.run();  // returns, so nothing is left waiting
  EXPECT_EQ(calls_, 0);
}

TEST_F(DescriptorWatchTest, MayBeDestroyedByItsOwnCallback) {
  std::unique_ptr<DescriptorWatch> watch;
  watch = watch_pipe([&] {
    ++calls_;
    watch.reset();
  });
  pipe_.write_byte();
  context_.run();
  EXPECT_EQ(calls_, 1);
}

TEST_F(DescriptorWatchTest, MayBeDestroyedByItsOwnSecondCallback) {
  std::unique_ptr<DescriptorWatch> watch;
  watch = watch_pipe([&] {
    if (++calls_ == 1) {
      watch->again();
    } else {
      watch.reset();
    }
  });
  pipe_.write_byte();
  context_.run();
  EXPECT_EQ(calls_, 2);
}

TEST_F(DescriptorWatchTest, LeavesTheDescriptorToItsOwner) {
  {
    const auto watch = watch_pipe([] {});
  }
  EXPECT_TRUE(is_open(pipe_.out.get()));
  pipe_.write_byte();
  EXPECT_TRUE(pipe_.read_byte());
}

TEST_F(DescriptorWatchTest, MayWatchADescriptorAgain) {
  {
    const auto first = watch_pipe([] {});
  }
  const auto second = watch_pipe([&] {
    while (pipe_.read_byte()) ++calls_;
  });
  pipe_.write_byte();
  ASSERT_TRUE(until_called(1));
}

TEST_F(DescriptorWatchTest, FailsWithoutAnExceptionIfTheKernelRefusesIt) {
  const bool possible = test::without_epoll_watches([&] {
    const auto watch = DescriptorWatch::open(context_.get_executor(), pipe_.out.get(), [] {});
    EXPECT_EQ(watch.error(), boost::system::errc::no_space_on_device);
  });
  if (!possible) GTEST_SKIP() << "the kernel allows no filter of system calls here";
  EXPECT_TRUE(is_open(pipe_.out.get())) << "it is its owner's";
  const auto later = watch_pipe([&] {
    while (pipe_.read_byte()) ++calls_;
  });
  pipe_.write_byte();
  EXPECT_TRUE(until_called(1));
}

}  // namespace
}  // namespace peeringd
