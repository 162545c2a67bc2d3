#include "daemon/commands/overview_options.hpp"

#include <CLI/CLI.hpp>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "config/web.hpp"
#include "fleet/store_url.hpp"

namespace peeringd {
namespace {

// A duration within bounds.
CLI::Validator duration_within(Duration least, Duration most) {
  return {[=](const std::string& text) {
            const auto duration = parse_duration(text);
            if (!duration) return duration.error().message;
            if (*duration >= least && *duration <= most) return std::string();
            return in_quotes(text) + " is not between " + format_duration(least) + " and " +
                   format_duration(most);
          },
          ""};
}

void add_store_options(CLI::App& command, OverviewArgs& args) {
  command
      .add_option("--store", args.store,
                  "The store's URL, like https://prometheus.example.net:9090; /api/v1 is "
                  "appended to its path")
      ->required()
      ->type_name("URL")
      ->check([](const std::string& url) {
        const auto store = parse_store_url(url);
        return store ? std::string() : store.error().message;
      });
  command.add_option("--ca", args.ca, "Trusted certificates in PEM, instead of the system's")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  CLI::Option* token =
      command.add_option("--token-file", args.token_file, "A file with a bearer token")
          ->type_name("FILE")
          ->check(CLI::ExistingFile);
  CLI::Option* user = command.add_option("--user", args.user, "User name for the store")
                          ->type_name("NAME")
                          ->check([](const std::string& name) {
                            return name.find(':') == std::string::npos
                                       ? std::string()
                                       : "a user name cannot contain a colon";
                          })
                          ->excludes(token);
  CLI::Option* password =
      command.add_option("--password-file", args.password_file, "A file with the user's password")
          ->type_name("FILE")
          ->check(CLI::ExistingFile);
  user->needs(password);
  password->needs(user);
  command.add_option("--job", args.job, "Value of the label job in the branches' series")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_option("--timeout", args.timeout, "Time limit of each query, from 1s to 60s")
      ->type_name("DURATION")
      ->check(duration_within(std::chrono::seconds{1}, std::chrono::seconds{60}))
      ->capture_default_str();
}

}  // namespace

void add_overview_options(CLI::App& command, OverviewArgs& args) {
  add_store_options(command, args);
  command.add_option("--refresh", args.refresh, "Time between two refreshes, from 5s to 1h")
      ->type_name("DURATION")
      ->check(duration_within(std::chrono::seconds{5}, std::chrono::hours{1}))
      ->capture_default_str();
  command
      .add_option("--max-raw-samples", args.max_raw_samples,
                  "Maximum number of samples that the store may read for a report; limits the "
                  "report's time range")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::uint64_t{100'000}, std::uint64_t{1'000'000'000'000}))
      ->capture_default_str();
  command
      .add_option("--listen", args.listen,
                  "Address of the web UI; may be repeated; default: 127.0.0.1:8076")
      ->type_name("ADDRESS:PORT")
      ->expected(1)
      ->take_all()
      ->check([](const std::string& text) {
        const auto address = parse_listen_address(text);
        return address ? std::string() : address.error().message;
      });
  command
      .add_option("--web", args.web,
                  "YAML file that contains only the web section of a configuration (TLS, users)")
      ->type_name("FILE");
  command.add_flag("--check", args.check,
                   "Query the store once, print a summary, and exit: 0 if it answers, else 3");
}

}  // namespace peeringd
