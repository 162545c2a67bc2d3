// Typical mistakes in YAML cause a clear message at the right line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;

const std::string one_endpoint = "endpoints: [{name: t, host: t.example}]\n";
const std::string and_a_connection =
    "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [192.0.2.0/24]}]\n";

std::vector<std::string> messages_for_yaml(const std::string& text) {
  return test::WrittenFiles().messages_for(text);
}

void expect_only(const std::string& text, const std::string& message) {
  EXPECT_THAT(messages_for_yaml(text), ElementsAre(message));
}

TEST(MistypedYaml, ExplainsANoBreakSpace) {
  const std::string message =
      ": not valid YAML: contains a no-break space (U+00A0), perhaps from pasted text; write an "
      "ordinary space";
  expect_only(one_endpoint +
                  "connections:\n  - name:\xc2\xa0"
                  "a\n    partner: P\n",
              "c.yaml:3:10" + message);
  expect_only(one_endpoint +
                  "connections:\n  - name: a\n\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0partner: P\n    "
                  "location: x\n",
              "c.yaml:4:1" + message);
  expect_only(one_endpoint + "connections:\n  -\xc2\xa0name: a\n    partner: P\n",
              "c.yaml:3:4" + message);
}

TEST(MistypedYaml, ExplainsAnInvisibleCharacterInAHostOrKey) {
  expect_only("endpoints: [{name: t, host: t\xe2\x80\x8b.example}]\n" + and_a_connection,
              "c.yaml:1:29: endpoints[0].host: contains a zero-width space (U+200B), perhaps from "
              "pasted text; it cannot be seen; delete it");
  EXPECT_THAT(
      messages_for_yaml(one_endpoint + "probing: {\xef\xbb\xbfinterval: 1s}\n" + and_a_connection),
      Contains(testing::HasSubstr("contains a byte order mark (U+FEFF)")));
}

TEST(MistypedYaml, ExplainsTypographicQuotes) {
  const std::string connection = ", location: {country: DE}, prefixes: [192.0.2.0/24]}]\n";
  expect_only(
      one_endpoint + "connections: [{name: a, partner: \xe2\x80\x9cP\xe2\x80\x9d" + connection,
      "c.yaml:2:34: warning: connections[0].partner: contains a typographic quote (U+201C), "
      "perhaps "
      "from pasted text; write \"");
  expect_only(
      one_endpoint +
          "connections: [{name: \xe2\x80\x9c"
          "a\xe2\x80\x9d, partner: P" +
          connection,
      "c.yaml:2:22: connections[0].name: contains a typographic quote (U+201C), perhaps from "
      "pasted text; write \"");
  EXPECT_THAT(
      messages_for_yaml(one_endpoint + "connections: [{name: a, partner: O\xe2\x80\x99Reilly" +
                        connection),
      testing::IsEmpty());
}

TEST(MistypedYaml, ExplainsATabInTheIndentation) {
  const std::string message = ": not valid YAML: indented with a tab; use spaces";
  expect_only("endpoints:\n\t- name: t\n", "c.yaml:2:1" + message);
  expect_only("endpoints:\n  - name: t\n\t  host: t.example\n", "c.yaml:3:1" + message);
  expect_only("endpoints:\n  -\tname: t\n\thost: t.example\n" + and_a_connection,
              "c.yaml:2:4" + message);
}

TEST(MistypedYaml, ExplainsWrongIndentation) {
  expect_only(one_endpoint + "connections:\n  - name: a\n   partner: P\n",
              "c.yaml:4:4: not valid YAML: is indented by 3 spaces, which matches no line above; "
              "write 2 or 4 spaces");
  expect_only(one_endpoint + "connections:\n  - name: a\n      partner: P\n",
              "c.yaml:4:7: not valid YAML: is indented by 6 spaces, deeper than the key in line 3, "
              "which already has a value; write 4 spaces");
  expect_only("endpoints:\n  - name: t\n    host: t.example\n - name: u\n" + and_a_connection,
              "c.yaml:4:2: not valid YAML: is indented by 1 space, which matches no line above; "
              "write 0 or 2 spaces");
  expect_only("endpoints:\n  - name: t\n    host: t.example\n  connections:\n  - name: a\n",
              "c.yaml:4:3: not valid YAML: is indented like the items of a list, but has no -; "
              "indent it as the key of the same map");
  expect_only(
      "endpoints:\n  - name: t\n    host: t.example\n    - icmp\n" + and_a_connection,
      "c.yaml:4:5: not valid YAML: is an item of a list among the keys of a map; a list has a "
      "key of its own, or begins further to the left");
  expect_only(" endpoints:\n  - name: t\n" + and_a_connection,
              "c.yaml:3:1: is indented by 0 spaces, which matches no line above; write 1 space");
}

TEST(MistypedYaml, ExplainsAnExtraOrMissingColon) {
  expect_only(one_endpoint + "connections:\n  - name: a\n    partner: Contoso: Europe\n",
              "c.yaml:4:21: not valid YAML: a second colon in the line, with a space after it; put "
              "the text after the first one in quotes, or write one key per line");
  expect_only("endpoints:\n  - name:t\n    host: t.example\n" + and_a_connection,
              "c.yaml:2:9: not valid YAML: lacks a space after the colon of the key");
  expect_only(
      one_endpoint + "connections:\n  - name: a\n    partner:P\n    location: {country: DE}\n",
      "c.yaml:4:12: not valid YAML: lacks a space after the colon of the key");
  expect_only(one_endpoint + "connections:\n  - name: a\n    location:{country: US, state: WA}\n",
              "c.yaml:4:13: not valid YAML: lacks a space after the colon of the key");
  expect_only("endpoints:\n  - name t\n    host: t.example\n" + and_a_connection,
              "c.yaml:2:5: not valid YAML: lacks a colon after the key");
  expect_only("endpoints: - name: t\n" + and_a_connection,
              "c.yaml:1:12: not valid YAML: the items of a list (-) begin on a line of their own");
}

TEST(MistypedYaml, ExplainsUnclosedBracketsAndQuotes) {
  expect_only("endpoints: [{name: t, host: t.example}\n" + and_a_connection,
              "c.yaml:1:12: not valid YAML: this [ has no closing ], or a comma is missing in the "
              "list");
  expect_only(
      "endpoints: [{name: t, host: t.example]\n" + and_a_connection,
      "c.yaml:1:38: not valid YAML: an unmatched closing bracket, or one of the wrong kind");
  expect_only("endpoints:\n  - name: \"t\n    host: t\n" + and_a_connection,
              "c.yaml:2:11: not valid YAML: a quoted text has no closing quote");
  expect_only("endpoints:\n  - name: \"t\" x\n    host: t\n" + and_a_connection,
              "c.yaml:2:15: not valid YAML: follows the closing quote of a text; put the "
              "whole text in quotes");
}

TEST(MistypedYaml, ExplainsATextThatStartsWithASpecialCharacter) {
  expect_only("include: [*.yaml]\n" + one_endpoint + and_a_connection,
              "c.yaml:1:11: not valid YAML: * at the beginning of a value stands for an anchor of "
              "YAML (&name), and no anchor has this name; put a text that begins with * in quotes");
  expect_only("endpoints: [{name: t, host: @t.example}]\n" + and_a_connection,
              "c.yaml:1:29: not valid YAML: a text cannot begin with @; put it in quotes");
  expect_only("endpoints:\n  - name: \"\\d\"\n" + and_a_connection,
              "c.yaml:2:14: not valid YAML: in double quotes \\ begins an escape, and this is not "
              "a valid one; write single quotes, which leave \\ as it is");
}

TEST(MistypedYaml, ReportsAMissingValueAtTheLineOfItsKeyOrItem) {
  expect_only(
      "endpoints:\n  - name: t\n    host: t.example\n    interval:\n    # none yet\n\n"
      "    timeout: 1s\n" +
          and_a_connection,
      "c.yaml:4:5: endpoints[0].interval: expected a duration like 10s, found nothing");
  EXPECT_THAT(
      messages_for_yaml("endpoints:\n  - name: t\n    host: t.example\n    probes:\n      -\n\n"
                        "      # the next\n      - tcp\n      - # none\n" +
                        and_a_connection),
      ElementsAre("c.yaml:5:7: endpoints[0].probes[0]: expected a type of probe, or a map "
                  "with its type, found nothing",
                  "c.yaml:9:7: endpoints[0].probes[2]: expected a type of probe, or a map "
                  "with its type, found nothing"));
  expect_only("endpoints: [{name: t, host: }]\n" + and_a_connection,
              "c.yaml:1:23: endpoints[0].host: expected a host name or an address, found nothing");
}

TEST(MistypedYaml, ExplainsAnAddressInBracketsOrWithAZone) {
  expect_only(
      "endpoints: [{name: t, host: [2001:db8::1]}]\n" + and_a_connection,
      "c.yaml:1:29: endpoints[0].host: expected a host name or an address, found a list; an "
      "address has no brackets");
  expect_only("endpoints: [{name: t, host: \"[2001:db8::1]\"}]\n" + and_a_connection,
              "c.yaml:1:29: endpoints[0].host: \"[2001:db8::1]\" is not a host name; write an IPv6 "
              "address without brackets, and a port as a probe's `port`");
  expect_only(
      "endpoints: [{name: t, host: fe80::1%eth0}]\n" + and_a_connection,
      "c.yaml:1:29: endpoints[0].host: \"fe80::1%eth0\" is not a host name; write the address "
      "without the zone; the interface is a prefix's `interface`");
}

TEST(MistypedYaml, ExplainsAnAddressThatEndsWithAColon) {
  const std::string message =
      "YAML takes the colon at the end of an IPv6 address for that of a key; put the address in "
      "quotes";
  const std::string begin = one_endpoint + "connections:\n  - name: a\n    prefixes:\n";
  expect_only(begin + "      - prefix: 2001:db8::/32\n        source: 2001:db8::\n",
              "c.yaml:6:17: not valid YAML: " + message);
  expect_only(begin + "      - {prefix: 2001:db8::/32, source: 2001:db8::}\n",
              "c.yaml:5:41: not valid YAML: " + message);
  EXPECT_THAT(messages_for_yaml(begin + "      [2001:db8::/48, 2001:db8::]\n"),
              Contains("c.yaml:5:23: connections[0].prefixes[1].2001:db8:: unknown key; YAML takes "
                       "a text that ends with a colon for a key: put it in quotes"));
}

}  // namespace
}  // namespace peeringd
