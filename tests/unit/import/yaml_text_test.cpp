#include "import/yaml_text.hpp"

#include <gtest/gtest.h>

#include "import/utf16.hpp"
#include "yaml/node.hpp"

namespace peeringd {
namespace {

// What a reader of the configuration makes of it.
std::string read_back(std::string_view text) {
  Diagnostics diagnostics;
  const std::string yaml = "a: " + yaml_scalar(text) + "\nb: [" + yaml_scalar(text) + "]\n";
  const auto root = parse_yaml(yaml, diagnostics.add_file("a"), diagnostics);
  if (!root) return "invalid: " + yaml;
  const Node node(*root, {}, diagnostics);
  for (const auto& entry : node.entries("a map")) {
    if (entry.key == "a") return entry.value.text("a text").value_or("refused: " + yaml);
  }
  return {};
}

TEST(YamlScalar, RoundTripsThroughTheParser) {
  for (const char* text : {"Contoso",    "a: b",
                           "a #b",       "- a",
                           "\"quoted\"", "it's",
                           "C:\\path",   "${HOME}",
                           "$${A}",      "$",
                           "null",       "~",
                           "yes",        "Île-de-France",
                           " a",         "a ",
                           "[a]",        "{a}",
                           "a, b",       "2001:db8::/48",
                           "%a",         "@a",
                           "`a`",        "!a",
                           "&a",         "*a",
                           "|",          ">",
                           "?"}) {
    EXPECT_EQ(read_back(text), text);
  }
}

TEST(YamlScalar, IsPlainIfPossible) {
  EXPECT_EQ(yaml_scalar("Contoso Networks"), "Contoso Networks");
  EXPECT_EQ(yaml_scalar("192.0.2.0/24"), "192.0.2.0/24");
}

TEST(YamlComment, IsOneLine) {
  EXPECT_EQ(yaml_comment("a\nname: b"), "a\\nname: b");
}

TEST(DecodeBom, DecodesUtf16) {
  using namespace std::string_literals;
  EXPECT_EQ(decode_bom("\xef\xbb\xbfz"), "z");
  EXPECT_EQ(decode_bom("\xff\xfe\x5a\x00\xfc\x00\xac\x20\x3d\xd8\x00\xde"s), "Zü€😀");
  EXPECT_EQ(decode_bom("\xfe\xff\x00\x5a\x00\xfc"s), "Zü");
  EXPECT_EQ(decode_bom("\xff\xfe\x3d\xd8\x5a\x00\x00"s), "\xef\xbf\xbdZ");
  EXPECT_EQ(decode_bom("Zü"), "Zü");
}

}  // namespace
}  // namespace peeringd
