#include "diagnosis/diagnose.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace peeringd {
namespace {

struct Case {
  const char* name;
  Evidence evidence;
  const char* text;
};

void PrintTo(const Case& entry, std::ostream* out) {
  *out << entry.name;
}

// The access line as far as the host sees it in good order.
Evidence line(std::optional<bool> gateway_answers = std::nullopt) {
  return {.interface = "isp-b",
          .interface_exists = true,
          .enabled = true,
          .carrier = true,
          .address = true,
          .route = true,
          .gateway_answers = gateway_answers};
}

template <typename Change>
Evidence with(Evidence evidence, Change change) {
  change(evidence);
  return evidence;
}

const Case cases[] = {
    {"nothing", {}, "cause not known"},
    {"interface_gone",
     {.interface = "ppp0", .interface_exists = false},
     "ppp0 does not exist; likely cause: the access line or this host"},
    {"interface_down",
     {.interface = "isp-b", .interface_exists = true, .enabled = false},
     "isp-b down; likely cause: this host"},
    {"carrier_lost", with(line(), [](Evidence& e) { e.carrier = false; }),
     "isp-b up, no carrier; likely cause: the access line"},
    {"address_gone", with(line(), [](Evidence& e) { e.address = false; }),
     "isp-b up, carrier up, no address; likely cause: the access line or this host"},
    {"never_an_address",
     {.lacks_source = true, .other_prefixes_reach = true},
     "likely cause: the access line or this host"},
    {"no_route", with(line(), [](Evidence& e) { e.route = false; }),
     "isp-b up, carrier up, no route; likely cause: this host"},
    {"firewall_of_the_host", with(line(true), [](Evidence& e) { e.host_sends = false; }),
     "isp-b up, carrier up, the kernel refuses to send; likely cause: this host"},
    {"gateway_silent", line(false),
     "isp-b up, carrier up, gateway silent; likely cause: the access line"},
    {"gateway_silent_and_others_well",
     with(line(false), [](Evidence& e) { e.other_prefixes_reach = true; }),
     "isp-b up, carrier up, gateway silent; likely cause: the access line"},

    {"beyond_the_gateway",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, other prefixes reach the same endpoints; likely "
     "cause: the partner"},
    {"beyond_a_traced_router",
     with(line(),
          [](Evidence& e) {
            e.path_passes_gateway = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, routers behind the gateway answer, other prefixes reach the same "
     "endpoints; likely cause: the partner"},
    {"gateway_unknown",
     with(line(),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, other prefixes reach the same endpoints; likely cause: the access line "
     "or the partner"},
    {"other_family_on_the_line_answers",
     with(line(),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.access_line_works = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, other prefixes of the line get answers, other prefixes reach the same "
     "endpoints; likely cause: the partner"},
    {"a_single_prefix", with(line(true), [](Evidence& e) { e.other_endpoints_answer = false; }),
     "isp-b up, carrier up, gateway answers; likely cause: the partner or the edge"},
    {"a_single_prefix_without_a_known_gateway",
     with(line(), [](Evidence& e) { e.other_endpoints_answer = false; }),
     "isp-b up, carrier up; likely cause: the access line or the partner"},
    {"path_ends_at_the_gateway",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.ends_at_gateway = true;
          }),
     "isp-b up, carrier up, gateway answers, the path ends at the gateway; likely cause: the "
     "access "
     "line or the partner"},
    {"path_ends_at_the_gateway_and_others_well",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.ends_at_gateway = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, the path ends at the gateway, other prefixes reach "
     "the "
     "same endpoints; likely cause: the access line or the partner"},
    {"path_ends_at_the_gateway_and_others_silent",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.ends_at_gateway = true;
            e.other_prefixes_reach = false;
          }),
     "isp-b up, carrier up, gateway answers, the path ends at the gateway, no other prefix reaches "
     "the same endpoints; likely cause: the access line or the partner"},
    {"path_ends_at_the_gateway_of_a_line_that_works",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.ends_at_gateway = true;
            e.access_line_works = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, the path ends at the gateway, other prefixes of the "
     "line get answers, other prefixes reach the same endpoints; likely cause: the partner"},
    {"behind_a_router_of_the_site",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.behind_nat = true;
          }),
     "isp-b up, carrier up, gateway answers; likely cause: the access line or the partner"},
    {"behind_a_router_of_the_site_and_others_well",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.behind_nat = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, other prefixes reach the same endpoints; likely "
     "cause: "
     "the access line or the partner"},
    {"behind_a_router_of_the_site_and_a_traced_one",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.behind_nat = true;
            e.path_passes_gateway = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, routers behind the gateway answer, other prefixes "
     "reach the same endpoints; likely cause: the partner"},
    {"silent_from_everywhere",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.other_prefixes_reach = false;
          }),
     "isp-b up, carrier up, gateway answers, no other prefix reaches the same endpoints; likely "
     "cause: the edge or the partner"},

    {"one_endpoint_from_one_prefix",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = true;
            e.other_prefixes_reach = true;
          }),
     "isp-b up, carrier up, gateway answers, other endpoints answer, other prefixes reach the same "
     "endpoints; likely cause: the partner"},
    {"one_endpoint_from_every_prefix",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = true;
            e.other_prefixes_reach = false;
          }),
     "isp-b up, carrier up, gateway answers, other endpoints answer, no other prefix reaches the "
     "same endpoints; likely cause: the edge"},
    {"all_endpoints_of_this_prefix_from_every_prefix",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.other_prefixes_reach = false;
            e.other_prefix_reaches_other_endpoints = true;
          }),
     "isp-b up, carrier up, gateway answers, no other prefix reaches the same endpoints; likely "
     "cause: the edge"},

    {"dns_alone",
     with(line(true),
          [](Evidence& e) {
            e.names_resolve = false;
            e.lacks_addresses = true;
          }),
     "isp-b up, carrier up, gateway answers, names do not resolve; likely cause: DNS"},
    {"dns_of_a_prefix_that_is_cut_off",
     with(line(false),
          [](Evidence& e) {
            e.names_resolve = false;
            e.names_resolve_elsewhere = true;
          }),
     "isp-b up, carrier up, gateway silent; likely cause: the access line"},

    {"carrier_and_dns",
     with(line(),
          [](Evidence& e) {
            e.carrier = false;
            e.names_resolve_elsewhere = false;
          }),
     "isp-b up, no carrier, names do not resolve; likely cause: the access line and DNS"},
    {"gateway_and_edge",
     with(line(false),
          [](Evidence& e) {
            e.other_prefixes_reach = false;
            e.other_prefix_reaches_other_endpoints = true;
          }),
     "isp-b up, carrier up, gateway silent, no other prefix reaches the same endpoints; likely "
     "cause: the access line and the edge"},
    {"two_lines_at_once", with(line(false), [](Evidence& e) { e.other_prefixes_reach = false; }),
     "isp-b up, carrier up, gateway silent; likely cause: the access line"},
    {"partner_and_dns",
     with(line(true),
          [](Evidence& e) {
            e.other_endpoints_answer = false;
            e.other_prefixes_reach = true;
            e.names_resolve_elsewhere = false;
          }),
     "isp-b up, carrier up, gateway answers, other prefixes reach the same endpoints, names do not "
     "resolve; likely cause: the partner and DNS"},
    {"interface_down_and_edge",
     {.interface = "isp-b",
      .interface_exists = true,
      .enabled = false,
      .other_prefixes_reach = false,
      .other_prefix_reaches_other_endpoints = true},
     "isp-b down, no other prefix reaches the same endpoints; likely cause: this host and the "
     "edge"},
    {"others_answer", with(line(true), [](Evidence& e) { e.others_answer = true; }),
     "isp-b up, carrier up, gateway answers; likely cause: a captive portal or a proxy on the "
     "path"},
    {"no_line_known_but_others_reach",
     {.other_endpoints_answer = false, .other_prefixes_reach = true},
     "other prefixes reach the same endpoints; likely cause: the access line or the partner"},
};

class DiagnoseTest : public ::testing::TestWithParam<Case> {};

TEST_P(DiagnoseTest, NamesTheLikelyCauses) {
  EXPECT_EQ(to_string(diagnose(GetParam().evidence)), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Cases, DiagnoseTest, ::testing::ValuesIn(cases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(DiagnoseEndpoint, BlamesTheEdgeForSilenceToAllPrefixes) {
  EXPECT_EQ(to_string(diagnose_endpoint(1)),
            "no answer to the only prefix that is up, while other endpoints answer; likely cause: "
            "the edge");
  EXPECT_EQ(to_string(diagnose_endpoint(3)),
            "no answer to any of 3 prefixes, while other endpoints answer; likely cause: the edge");
}

}  // namespace
}  // namespace peeringd
