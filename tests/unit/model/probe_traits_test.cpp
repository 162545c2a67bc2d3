#include "model/probe_traits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

HttpOptions https_with_roots(const char* file) {
  HttpOptions options;
  options.ca_file = file;
  return options;
}

TEST(ProbeTraits, UseOneProbePerTickToTheEdgeForMostTypes) {
  for (const ProbeOptions& options :
       {ProbeOptions{IcmpOptions{}}, ProbeOptions{TcpOptions{}}, ProbeOptions{HttpOptions{}}}) {
    const ProbeTraits traits = traits_of(options);
    EXPECT_EQ(traits.burst, 1U);
    EXPECT_EQ(traits.burst_length(), 0ns);
    EXPECT_TRUE(traits.measures_edge);
    EXPECT_FALSE(traits.may_be_silent);
    EXPECT_FALSE(traits.follows_another);
    EXPECT_EQ(traits.destination, std::nullopt);
    EXPECT_THAT(traits.loss_reasons, Contains(LossReason::timeout));
  }
}

TEST(ProbeTraits, UseABurstForStunWhichNeedNotAnswer) {
  StunOptions options;
  options.count = 10;
  options.spacing = 20ms;
  const ProbeTraits traits = traits_of(options);
  EXPECT_EQ(traits.burst, 10U);
  EXPECT_EQ(traits.burst_length(), 180ms);
  EXPECT_TRUE(traits.may_be_silent);
  EXPECT_TRUE(traits.measures_edge);
}

TEST(ProbeTraits, MeasureAResolverForDnsWhichMayBeAnotherHost) {
  DnsOptions options;
  options.server = test::address("192.0.2.53");
  const ProbeTraits traits = traits_of(options);
  EXPECT_FALSE(traits.measures_edge);
  EXPECT_EQ(traits.destination, options.server);
  EXPECT_THAT(traits.loss_reasons, Contains(LossReason::dns));
}

TEST(ProbeTraits, NameTheTrustedRootsForHttps) {
  EXPECT_EQ(traits_of(HttpOptions{}).trusted_roots, "");
  const ProbeOptions own_roots = https_with_roots("/etc/roots.pem");
  EXPECT_EQ(traits_of(own_roots).trusted_roots, "/etc/roots.pem");
  EXPECT_TRUE(traits_of(own_roots).presents_certificate());
  EXPECT_THAT(traits_of(own_roots).loss_reasons, Contains(LossReason::tls));
}

TEST(ProbeTraits, HaveNoCertificateForHttpWithoutTls) {
  HttpOptions options;
  options.tls = false;
  EXPECT_FALSE(traits_of(options).presents_certificate());
  EXPECT_THAT(traits_of(options).loss_reasons, Not(Contains(LossReason::tls)));
}

TEST(ProbeTraits, MarkAFollowUpProbe) {
  HttpOptions options;
  options.follows = true;
  EXPECT_TRUE(traits_of(options).follows_another);
}

}  // namespace
}  // namespace peeringd
