// Writes days of a story into a history, faster than life: simulated probes pass through the
// monitor, the minute accumulator and the history of the program. A daemon that is started with the
// configuration that is written beside it shows them.
//
//   history_story --folder FOLDER [--days 8] [--until 2026-11-29T12:00:00Z] [--seed 1]
//                 [--connections 3] [--listen 127.0.0.1:8075] [--steps fine|coarse]
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/date_time.hpp"
#include "config/load_config.hpp"
#include "history_story/story_daemon.hpp"
#include "log/log.hpp"

namespace {

using namespace peeringd;
using namespace peeringd::story;

struct Arguments {
  std::filesystem::path folder;
  StoryOrder order;
  std::string listen = "127.0.0.1:8075";
};

int usage(const std::string& problem) {
  std::cerr << problem << "\nusage: history_story --folder FOLDER [--days DAYS] [--until TIME]"
            << " [--seed NUMBER] [--connections NUMBER] [--listen ADDRESS:PORT]"
            << " [--steps fine|coarse]\n";
  return 2;
}

std::string read_arguments(int argc, char** argv, Arguments& arguments) {
  if (argc % 2 == 0) return "an option has no value";
  std::map<std::string, std::string> given;
  for (int i = 1; i + 1 < argc; i += 2) given[argv[i]] = argv[i + 1];
  WallTime until = std::chrono::system_clock::now();
  for (const auto& [name, value] : given) {
    if (name == "--folder") {
      arguments.folder = value;
    } else if (name == "--days") {
      arguments.order.days = std::atoi(value.c_str());
    } else if (name == "--seed") {
      arguments.order.seed = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (name == "--connections") {
      arguments.order.connections = std::atoi(value.c_str());
    } else if (name == "--listen") {
      arguments.listen = value;
    } else if (name == "--steps") {
      if (value != "fine" && value != "coarse") return "--steps must be fine or coarse";
      arguments.order.coarse = value == "coarse";
    } else if (name == "--until") {
      const auto time = parse_date_time(value);
      if (!time) return time.error().message;
      until = *time;
    } else {
      return "unknown option " + name;
    }
  }
  if (arguments.folder.empty()) return "--folder is missing";
  const int days = arguments.order.days;
  if (days < 1 || days > 2000) return "--days must be from 1 to 2000";
  const int connections = arguments.order.connections;
  if (connections < 3 || connections > 440) return "--connections must be from 3 to 440";
  arguments.order.until = std::chrono::floor<std::chrono::minutes>(until);
  return {};
}

// A folder in memory, where writing each minute to the disk takes no time. The caller removes it.
std::filesystem::path temporary_folder() {
  const bool memory = std::filesystem::is_directory("/dev/shm");
  const auto parent = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
  std::string name = parent / "peeringd-story-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

// Runs daemons one after the other: between them nothing is recorded.
void run_story(const Story& story, const std::shared_ptr<const Config>& config, unsigned seed) {
  SimulatedPaths paths(story, seed);
  test::ManualClock clock;
  clock.advance(WallTime{story.from} - clock.wall());
  for (Moment time = story.from; time < story.until;) {
    StoryDaemon daemon(story, config, paths, clock);
    const StoryFault* off = nullptr;
    while (time < story.until &&
           (off = story.fault(AnomalyKind::daemon_off, {}, {}, time)) == nullptr) {
      const seconds step = story.step_at(time);
      daemon.pass(step);
      time += step;
    }
    daemon.finish();
    if (off == nullptr) break;
    clock.advance(off->to - time);
    time = off->to;
  }
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (const auto problem = read_arguments(argc, argv, arguments); !problem.empty()) {
    return usage(problem);
  }
  log::set_level(log::Level::warning);
  const auto folder = std::filesystem::absolute(arguments.folder);
  std::filesystem::create_directories(folder);
  const Story story = make_story(arguments.order);
  const auto file = folder / "peeringd.yaml";
  std::ofstream(file) << yaml_of(story, folder / "history", arguments.listen);
  try {
    Config config = load_config(file).config;
    const std::filesystem::path target = std::exchange(config.history.path, temporary_folder());
    const std::filesystem::path made = config.history.path;
    run_story(story, std::make_shared<const Config>(std::move(config)), arguments.order.seed);
    std::filesystem::create_directories(target);
    std::filesystem::copy(made / history_file_name, target / history_file_name,
                          std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove_all(made);
  } catch (const ConfigError& error) {
    for (const Diagnostic& each : error.diagnostics()) std::cerr << each.to_string() << '\n';
    return 1;
  }
  log::flush();
  std::cout << file.string() << '\n';
  return 0;
}
