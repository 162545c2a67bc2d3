#include <iostream>
#include <string>
#include <string_view>

#include "daemon/commands/commands.hpp"

namespace peeringd {
namespace {

constexpr std::string_view version = PEERINGD_VERSION;
constexpr std::string_view commit = PEERINGD_COMMIT;
constexpr std::string_view compiler = "g++ " __VERSION__;

}  // namespace

int version_command(bool json) {
  if (json) {
    std::cout << R"({"version":")" << version << R"(","commit":")" << commit << R"(","compiler":")"
              << compiler << "\"}\n";
  } else {
    std::cout << "peeringd " << version << "\ncommit " << commit << "\ncompiler " << compiler
              << '\n';
  }
  return exit_success;
}

}  // namespace peeringd
