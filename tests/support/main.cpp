// main() of the unit tests. They run in a network namespace, so that ports never conflict with
// another test, and no traffic leaves the host. Each process has its own testing::TempDir(),
// because CTest runs several at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/network_namespace.hpp"

namespace {

class OwnTemporaryFolder {
 public:
  OwnTemporaryFolder() {
    if (mkdtemp(path_.data()) == nullptr || setenv("TEST_TMPDIR", path_.c_str(), 1) != 0) {
      std::perror(path_.c_str());
      std::exit(1);
    }
  }
  OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
  OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;
  ~OwnTemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

 private:
  std::string path_ = testing::TempDir() + "peeringd-test-XXXXXX";
};

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  const OwnTemporaryFolder temporary;
  if (!peeringd::test::enter_own_network()) {
    std::fputs("The kernel lets us have no network of our own: the tests use the host's.\n",
               stderr);
  }
  return RUN_ALL_TESTS();
}
