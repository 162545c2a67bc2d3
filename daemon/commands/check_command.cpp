#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "config/load_config.hpp"
#include "config/service_tags.hpp"
#include "connection/expand_targets.hpp"
#include "connection/own_endpoints.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "http/tls_identity.hpp"
#include "model/target.hpp"
#include "net/read_local_network.hpp"
#include "report/targets_report.hpp"

namespace peeringd {
namespace {

// Only OpenSSL can read the files of `web.tls`.
Result<std::vector<Diagnostic>> warnings_of_certificates(const std::filesystem::path& config_file,
                                                         const WebConfig& web) {
  if (!web.tls) return std::vector<Diagnostic>();
  const auto context = load_tls_context(*web.tls);
  if (!context) return context.error();
  if (!(*context)->validity) return std::vector<Diagnostic>();
  const std::string text = certificate_warning(*(*context)->validity, web.tls->cert_file,
                                               std::chrono::system_clock::now());
  if (text.empty()) return std::vector<Diagnostic>();
  return std::vector<Diagnostic>{{config_file.string(), 0, 0, "", text}};
}

// Root checks files for the service, whose user can read less.
Reader reader_of_files() {
  std::error_code error;
  const bool has_services = std::filesystem::exists("/run/systemd/system", error);  // sd_booted(3)
  return ::geteuid() == 0 && has_services ? Reader::service : Reader::this_process;
}

// Warnings that depend on this host's addresses; on another host the same file may have none.
std::vector<Diagnostic> warnings_of_host(const std::filesystem::path& config_file,
                                         const Config& config) {
  NetworkQuery query;
  query.default_routes = false;
  for (const EndpointConfig& endpoint : config.endpoints) {
    if (endpoint.address)
      query.sources.push_back(*endpoint.address);  // it may be local by a route alone (AnyIP)
  }
  const auto network = read_local_network(query);
  std::vector<Diagnostic> warnings;
  if (!network) return warnings;
  for (const std::string& text : warnings_of_own_endpoints(config, *network)) {
    warnings.push_back({config_file.string(), 0, 0, "", text});
  }
  return warnings;
}

std::vector<Diagnostic> warnings_of_service_tags(const std::filesystem::path& config_file,
                                                 const Config& config) {
  if (!config.service_tags) return {};
  const std::string text =
      service_tags_age_warning(*config.service_tags, std::chrono::system_clock::now());
  if (text.empty()) return {};
  return {{config_file.string(), 0, 0, "service_tags", text}};
}

// What patterns have found.
std::string included_line(const std::vector<std::string>& files) {
  if (files.size() == 1) return {};
  std::string line = "included:";
  for (std::size_t i = 1; i < files.size(); ++i) line += (i == 1 ? " " : ", ") + files[i];
  return line + "\n";
}

std::string service_tags_line(const Config& config) {
  if (!config.service_tags) return {};
  return "service tags: " + service_tags_text(*config.service_tags) + "\n";
}

}  // namespace

int check_command(const ConfigArgs& args, bool quiet) {
  const std::filesystem::path& config_file = args.file;
  try {
    LoadOptions options = load_options(args);
    options.reader = reader_of_files();
    options.every_site = true;
    const LoadedConfig loaded = load_config(config_file, options);
    auto warnings = loaded.warnings;
    for (Diagnostic& warning : warnings_of_host(config_file, loaded.config)) {
      warnings.push_back(std::move(warning));
    }
    for (Diagnostic& warning : warnings_of_service_tags(config_file, loaded.config)) {
      warnings.push_back(std::move(warning));
    }
    const auto certificates = warnings_of_certificates(config_file, loaded.config.web);
    if (certificates) warnings.insert(warnings.end(), certificates->begin(), certificates->end());
    if (!quiet) print_warnings(warnings);
    if (!certificates) {
      print_error({config_file.string(), 0, 0, "", certificates.error().message});
      return exit_bad_configuration;
    }
    if (quiet) return exit_success;
    std::cout << config_file.string()
              << ": correct; connections: " << loaded.config.connections.size()
              << ", targets: " << count_targets(loaded.config) << ", files: " << loaded.files.size()
              << ", warnings: " << warnings.size() << '\n'
              << included_line(loaded.files) << service_tags_line(loaded.config)
              << sites_line(loaded.config) << probe_load_line(loaded.config);
    return exit_success;
  } catch (const ConfigError& error) {
    print_errors(error, quiet);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
