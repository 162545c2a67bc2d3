// The hash by which a fleet sees which configuration a host runs.
#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "config/load_config.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

constexpr std::string_view main_text =
    "endpoints: [{name: edge, host: 192.0.2.1, probes: [tcp]}]\n"
    "include: [\"*.inc.yaml\"]\n";

std::string one_connection(std::string_view name, std::string_view prefix) {
  return "connections:\n  - {name: " + std::string(name) +
         ", partner: P, location: {country: DE}, prefixes: [" + std::string(prefix) + "]}\n";
}

class FilesHash : public testing::Test {
 protected:
  std::string hash() const { return load_config(files_.path()).sha256; }

  const test::WrittenFiles files_;
};

TEST_F(FilesHash, HashesAllFilesInTheOrderInWhichTheyAreRead) {
  const std::string first = one_connection("a", "203.0.113.0/24");
  const std::string second = one_connection("b", "198.51.100.0/24");
  files_.write(main_text);
  files_.write(second, "2.inc.yaml");
  files_.write(first, "1.inc.yaml");
  EXPECT_EQ(hash(), sha256_hex(std::string(main_text) + first + second));
}

TEST_F(FilesHash, ChangesWithAComment) {
  files_.write(main_text);
  files_.write(one_connection("a", "203.0.113.0/24"), "1.inc.yaml");
  const std::string before = hash();
  EXPECT_EQ(hash(), before);
  files_.write(one_connection("a", "203.0.113.0/24") + "# more\n", "1.inc.yaml");
  EXPECT_NE(hash(), before);
}

}  // namespace
}  // namespace peeringd
