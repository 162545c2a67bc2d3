// tshark and pmbmpd (pmacct) read the same routes as our parser from the recorded streams.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "oracle.hpp"

namespace peeringd {
namespace {

class Oracle : public testing::Test {
 protected:
  ~Oracle() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path path(const std::string& name) const {
    std::filesystem::create_directories(folder_);
    return folder_ / name;
  }

  static bool installed(const std::string& program) {
    return !output_of("command -v " + program).empty();
  }

 private:
  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("peeringd-oracle-" + std::to_string(::getpid()));
};

std::vector<std::string> read_by_tshark(const std::filesystem::path& capture) {
  const std::string fields =
      "-e bmp.type -e bmp.peer.type -e bmp.peer.flags -e bmp.peer.ip.addr -e bgp.prefix_length"
      " -e bgp.nlri_prefix -e bgp.mp_reach_nlri_ipv6_prefix -e bgp.withdrawn_prefix"
      " -e bgp.mp_unreach_nlri_ipv6_prefix -e bgp.update.path_attribute.as_path_segment.as4";
  std::vector<std::string> routes;
  for (const std::string& line :
       output_of("tshark -r " + capture.string() +
                 " -d tcp.port==11019,bmp -T fields -E 'separator=;' " + fields + " 2>/dev/null")) {
    std::vector<std::string> parts = split(line, ';');
    parts.resize(10);
    const bool route_before_policy = parts[0] == "0" && parts[1] == "0" && parts[2] == "0x00";
    if (!route_before_policy || parts[4].empty()) continue;
    const std::string& announced = parts[5].empty() ? parts[6] : parts[5];
    const std::string& withdrawn = parts[7].empty() ? parts[8] : parts[7];
    const std::string network = (announced.empty() ? withdrawn : announced) + '/' + parts[4];
    routes.push_back(route_line(parts[3], IpPrefix::parse(network)->to_string(),
                                split(parts[9], ','), announced.empty()));
  }
  return routes;
}

TEST_F(Oracle, TsharkReadsTheSameRoutes) {
  if (!installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  for (const char* const file : {"gobgp.bmp", "gobgp2.bmp", "frr.bmp", "frr2.bmp"}) {
    const auto stream = read_recorded(file);
    write_capture(path("capture"), {stream});
    const auto expected = read_by_tshark(path("capture"));
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(read_by_us(stream), expected) << file;
  }
}

/// A member of an object in JSON as text; empty if it is missing.
std::string member(const std::string& line, const std::string& name) {
  const std::string key = '"' + name + "\": ";
  const auto found = line.find(key);
  if (found == std::string::npos) return {};
  const std::string rest = line.substr(found + key.size());
  return rest.starts_with('"') ? rest.substr(1, rest.find('"', 1) - 1)
                               : rest.substr(0, rest.find_first_of(",}"));
}

/// By router. pmbmpd skips peers without a Peer Up, such as the router's own table.
std::map<std::string, std::vector<std::string>> read_by_pmbmpd(const std::filesystem::path& log) {
  std::map<std::string, std::vector<std::string>> routes;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    const std::string type = member(line, "log_type");
    const bool is_route = type == "update" || type == "withdraw";  // else such as "end-of-rib"
    if (!is_route || member(line, "is_post") != "0") continue;
    std::string network = member(line, "ip_prefix");
    if (const std::string id = member(line, "as_path_id"); !id.empty()) network += " id " + id;
    routes[member(line, "bmp_router")].push_back(route_line(
        member(line, "peer_ip"), network, split(member(line, "as_path"), ' '), type == "withdraw"));
  }
  return routes;
}

TEST_F(Oracle, PmbmpdReadsTheSameRoutes) {
  if (!installed("pmbmpd")) GTEST_SKIP() << "pmacct is not installed";
  std::vector<std::string> files{"gobgp.bmp", "gobgp2.bmp", "frr.bmp", "frr2.bmp"};
  // Version 1.7.8 (Debian 13) reads the path ids of this stream as prefixes, such as 24.0.0.0/1.
  if (output_of("pmbmpd -V | grep -F 1.7.8").empty()) files.push_back("ap.bmp");
  std::vector<std::vector<std::uint8_t>> streams;
  for (const std::string& file : files) streams.push_back(read_recorded(file));
  write_capture(path("capture"), streams);
  std::ofstream(path("configuration"))
      << "daemonize: false\nbmp_daemon_msglog_output: json\nbmp_daemon_max_peers: 9\n"
      << "pcap_savefile: " << path("capture").string()
      << "\nbmp_daemon_msglog_file: " << path("log").string() << '\n';
  output_of("timeout 60 pmbmpd -f " + path("configuration").string() + " 2>&1");
  const auto expected = read_by_pmbmpd(path("log"));
  ASSERT_EQ(expected.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(read_by_us(streams[i]), expected.at("10.0.0." + std::to_string(i + 1))) << files[i];
  }
}

}  // namespace
}  // namespace peeringd
