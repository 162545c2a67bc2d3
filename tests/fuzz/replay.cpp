// Replaces libFuzzer in other builds: passes every file of the given folders, and its prefixes, to
// the target. Ignores libFuzzer's options (-runs=0).
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// Maximum number of prefixes of a long file, evenly spread, to limit the run time.
constexpr std::size_t max_beginnings = 1024;

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void feed(const std::vector<std::uint8_t>& bytes) {
  const std::size_t step = bytes.size() / max_beginnings + 1;
  for (std::size_t length = 0; length < bytes.size(); length += step) {
    // A separate allocation, so that AddressSanitizer detects reads past the end.
    const std::vector<std::uint8_t> beginning(bytes.begin(),
                                              bytes.begin() + static_cast<std::ptrdiff_t>(length));
    LLVMFuzzerTestOneInput(beginning.data(), beginning.size());
  }
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::size_t replay(const std::filesystem::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    // Flushed, so that the last line before an abort names the input.
    std::cout << entry.path().filename().string() << std::endl;
    feed(read_file(entry.path()));
    ++files;
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  try {
    for (int i = 1; i < argc; ++i) {
      if (!std::string_view(argv[i]).starts_with('-')) files += replay(argv[i]);
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  if (files == 0) std::cerr << "no seeds: give a folder that has some\n";
  return files == 0 ? 1 : 0;
}
