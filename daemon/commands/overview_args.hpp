// What `peeringd overview` is to do.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace peeringd {

struct OverviewArgs {
  std::string store;                ///< the URL of the store
  std::vector<std::string> listen;  ///< empty: as in `web`, else 127.0.0.1:8076
  std::string web;                  ///< a file with `web`; empty: none
  std::string ca;
  std::string token_file;
  std::string user;
  std::string password_file;
  std::string timeout = "8s";
  std::string refresh = "30s";
  std::string job = "peeringd";
  std::uint64_t max_raw_samples = 8'000'000;  ///< that the store may read for a report
  bool check = false;                         ///< ask once, print a line and exit
};

}  // namespace peeringd
