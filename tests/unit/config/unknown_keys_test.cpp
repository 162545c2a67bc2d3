// Every map of the configuration rejects unknown keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;

/// The paths of all errors, without locations and messages.
std::vector<std::string> unknown_keys_in(std::string_view text) {
  const test::WrittenFiles files;
  files.write(text);
  std::vector<std::string> paths;
  try {
    load_config(files.path());
  } catch (const ConfigError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      if (diagnostic.message.starts_with("unknown key")) paths.push_back(diagnostic.path);
    }
  }
  return paths;
}

TEST(UnknownKeys, AreReportedInEveryMap) {
  EXPECT_THAT(
      unknown_keys_in(
          "zzz: 0\n"
          "web: {tls: {zzz: 0}, basic_auth_users: {a: {zzz: 0}}, zzz: 0}\n"
          "probing: {zzz: 0}\n"
          "egress: {via: [{host: a.example, zzz: 0}], zzz: 0}\n"
          "alerts: {latency: {zzz: 0}, zzz: 0}\n"
          "endpoints:\n"
          "  - {name: a, host: a.example, alerts: {zzz: 0}, zzz: 0}\n"
          "  - name: b\n"
          "    host: b.example\n"
          "    probes:\n"
          "      - {type: icmp, zzz: 0}\n"
          "      - {type: tcp, zzz: 0}\n"
          "      - {type: https, headers: {A: {zzz: 0}}, expect_body: {zzz: 0}, zzz: 0}\n"
          "      - {type: http, zzz: 0}\n"
          "      - {type: stun, zzz: 0}\n"
          "      - {type: dns, zzz: 0}\n"
          "connections:\n"
          "  - location: {country: DE, zzz: 0}\n"
          "    prefixes: [{prefix: auto, zzz: 0}]\n"
          "    zzz: 0\n"),
      ElementsAre("zzz", "web.tls.zzz", "web.basic_auth_users.….…", "web.zzz", "probing.zzz",
                  "egress.via[0].zzz", "egress.zzz", "alerts.latency.zzz", "alerts.zzz",
                  "endpoints[0].alerts.zzz", "endpoints[0].zzz", "endpoints[1].probes[0].zzz",
                  "endpoints[1].probes[1].zzz", "endpoints[1].probes[2].headers.….…",
                  "endpoints[1].probes[2].expect_body.zzz", "endpoints[1].probes[2].zzz",
                  "endpoints[1].probes[3].zzz", "endpoints[1].probes[4].zzz",
                  "endpoints[1].probes[5].zzz", "connections[0].location.zzz",
                  "connections[0].prefixes[0].zzz", "connections[0].zzz"));
}

TEST(UnknownKeys, AreReportedInAMapWithMissingKeys) {
  EXPECT_THAT(unknown_keys_in("endpoints: [{zzz: 0, probes: [{type: dns, zzz: 0}]}]\n"
                              "connections: [{zzz: 0, egress: {zzz: 0}, location: {zzz: 0}}]\n"),
              ElementsAre("endpoints[0].zzz", "endpoints[0].probes[0].zzz", "connections[0].zzz",
                          "connections[0].egress.zzz", "connections[0].location.zzz"));
}

TEST(UnknownKeys, ExcludeTheKeysOfAnUnusedVariant) {
  EXPECT_THAT(unknown_keys_in("endpoints:\n"
                              "  - name: a\n"
                              "    host: a.example\n"
                              "    probes:\n"
                              "      - {type: https, method: HEAD, expect_body: x, verify: false}\n"
                              "      - {type: https, expect_body: {contains: x, matches: y}}\n"
                              "connections:\n"
                              "  - location: {state: x, latitude: 1}\n"
                              "    prefixes:\n"
                              "      - {prefix: auto, source: 192.0.2.1, interface: a, mark: 1}\n"
                              "      - {source: 192.0.2.1, alerts: off}\n"),
              ElementsAre());
}

TEST(UnknownKeys, AreReportedWithTheirRightLocation) {
  const auto message_for = [](std::string_view line) {
    const auto messages = test::WrittenFiles().messages_for(
        std::string(line) +
        "\nendpoints: [{name: a, host: a.example}]\n"
        "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [auto]}]\n");
    return messages.empty() ? std::string() : messages.front();
  };
  EXPECT_EQ(message_for("probes: [tcp]"),
            "c.yaml:1:1: probes: does not belong here; it belongs under endpoints[]");
  EXPECT_EQ(message_for("cert_file: a.pem"),
            "c.yaml:1:1: cert_file: does not belong here; it belongs under web.tls");
  EXPECT_EQ(message_for("probing: {egress: {}}"),
            "c.yaml:1:11: probing.egress: does not belong here; it belongs at the top of the file "
            "or under connections[]");
  EXPECT_EQ(message_for("web: {window: 5m}"),
            "c.yaml:1:7: web.window: does not belong here; it belongs under probing");
  EXPECT_EQ(message_for("web: {colour: red}"),
            "c.yaml:1:7: web.colour: unknown key; the keys here are tls, basic_auth_users, listen, "
            "hosts, allow_reload");
}

}  // namespace
}  // namespace peeringd
