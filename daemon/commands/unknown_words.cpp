#include "daemon/commands/unknown_words.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/suggestion.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

bool is_option(const std::string& word) {
  return word.starts_with('-');
}

bool names_file(const std::string& word) {
  std::error_code error;
  return word.ends_with(".yaml") || word.ends_with(".yml") || std::filesystem::exists(word, error);
}

std::string option_error(const CLI::App& command, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string written = word.substr(0, word.find('='));
  return command.get_name() + " has no option " + in_quotes(written) + did_you_mean(written, known);
}

std::string command_error(const CLI::App& app, const std::vector<std::string>& words) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (words.empty()) return "a command is missing" + known_words(known);
  return "there is no command " + in_quotes(words.front()) + meant_or_known(words.front(), known);
}

}  // namespace

std::string explain_unknown_words(const CLI::App& app) {
  const auto given = app.get_subcommands();
  const CLI::App& command = given.empty() ? app : *given.front();
  for (const CLI::App* reader : {&app, &command}) {
    const auto words = reader->remaining();
    const auto option = std::find_if(words.begin(), words.end(), is_option);
    if (option != words.end()) return option_error(*reader, *option);
  }
  if (given.empty()) return command_error(app, app.remaining());
  const auto words = command.remaining();
  if (words.empty()) return {};
  return "unexpected argument " + in_quotes(words.front()) + " after " + command.get_name() +
         (names_file(words.front()) ? "; use -c FILE for a configuration file" : "");
}

}  // namespace peeringd
