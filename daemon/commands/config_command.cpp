#include <algorithm>
#include <iostream>

#include "base/printable.hpp"
#include "config/effective_values.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"

namespace peeringd {
namespace {

constexpr std::size_t widest_value = 60;

/// Of UTF-8, in characters.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string line_of(const EffectiveValue& value) {
  return printable(value.path + ": " + value.value);
}

/// `path: value`, and the place as YAML's comment.
void print(const std::vector<EffectiveValue>& values) {
  std::size_t width = 0;
  for (const EffectiveValue& value : values) {
    if (value.value.size() <= widest_value) width = std::max(width, width_of(line_of(value)));
  }
  for (const EffectiveValue& value : values) {
    const std::string line = line_of(value);
    const std::size_t padding = width - std::min(width, width_of(line));
    std::cout << line << std::string(padding, ' ') << "  # " << printable(value.place) << '\n';
  }
}

}  // namespace

int config_show_command(const ConfigArgs& args) {
  try {
    LoadOptions options = load_options(args);
    options.origins = true;
    const LoadedConfig loaded = load_config(args.file, options);
    auto values = effective_values(loaded);
    if (options.site && !values.empty() && values.front().path == "site") {
      values.front().place = options.site->by;
    }
    print(values);
    return exit_success;
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
