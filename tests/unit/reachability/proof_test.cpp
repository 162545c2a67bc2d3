#include "reachability/proof.hpp"

#include <gtest/gtest.h>

#include "reachability/rejection.hpp"
#include "unit/reachability/times.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::start;

// What the probes of a target meet.
enum class Meets { host, portal, faulty_host, nobody };

// A target whose probes can tell who answers, probed each `interval`.
class ProvingTarget {
 public:
  explicit ProvingTarget(std::string_view host, Duration interval = 1s)
      : host_(host), interval_(interval) {}

  // Probes from `from` up to and with `until`.
  ProvingTarget& probe(Meets what, Duration from, Duration until) {
    for (Duration time = from; time <= until; time += interval_) {
      if (what == Meets::host) ++counts_.genuine;
      if (what == Meets::nobody) ++counts_.silent;
      if (what == Meets::portal || what == Meets::faulty_host) ++counts_.rejected;
      if (what == Meets::faulty_host) ++counts_.doubtful;
      note(time);
    }
    return *this;
  }

  ProvingTarget& lose_source() {
    proof_.restart();
    return *this;
  }

  WatchedTarget watched(std::string_view presented = {}) const {
    return {&silence_, interval_, &rejections_, &proof_, host_, address_, presented};
  }

  // Every host has an address of its own otherwise.
  ProvingTarget& at(const char* address) {
    address_ = boost::asio::ip::make_address(address);
    return *this;
  }

 private:
  void note(Duration time) {
    AnswerCounts answers;
    answers.received = counts_.genuine;
    answers.answers = counts_.genuine + counts_.rejected;
    answers.silent = counts_.silent;
    answers.rejected[index_of(LossReason::tls)] = static_cast<std::uint32_t>(counts_.rejected);
    rejections_.note(silence_.counts(), answers, start + time);
    silence_.note(answers, start + time);
    proof_.note(counts_, start + time);
  }

  static IpAddress next_address() {
    static std::uint32_t last = 0xC0000200U;
    return boost::asio::ip::address_v4(++last);
  }

  std::string_view host_;
  IpAddress address_ = next_address();
  Duration interval_;
  ProofCounts counts_;
  TargetSilence silence_;
  RejectionRun rejections_;
  ProofRun proof_;
};

// A target whose answers show nothing about who sent them: it has no proof.
WatchedTarget ping() {
  static const TargetSilence silence{};
  static const RejectionRun rejections{};
  return {&silence, 1s, &rejections};
}

// Passes for ten seconds and is then intercepted.
ProvingTarget intercepted(std::string_view host, Duration until = 60s) {
  return std::move(ProvingTarget(host).probe(Meets::host, 0s, 9s).probe(Meets::portal, 10s, until));
}

std::string text(const std::vector<WatchedTarget>& targets, Duration time = 60s) {
  const auto found = foreign_answers(targets, start + time);
  return found ? found->text : "";
}

TEST(ForeignAnswers, AreFoundAfterFifteenSecondsWhileOtherProbesAreAnswered) {
  const ProvingTarget teams = intercepted("teams.example");
  const ProvingTarget outlook = intercepted("outlook.example");
  const std::vector<WatchedTarget> targets{ping(), teams.watched("portal.example"),
                                           outlook.watched("portal.example")};
  EXPECT_FALSE(foreign_answers(targets, start + 23s));
  const auto found = foreign_answers(targets, start + 24s);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->since, start + 9s) << "the last genuine answer";
  EXPECT_EQ(found->text,
            "certificate of portal.example is not that of teams.example, outlook.example");
}

TEST(ForeignAnswers, NameTheReasonsWithoutACertificate) {
  const ProvingTarget teams = intercepted("teams.example");
  const ProvingTarget outlook = intercepted("outlook.example");
  const ProvingTarget login = intercepted("login.example");
  EXPECT_EQ(text({teams.watched(), outlook.watched(), login.watched()}),
            "teams.example, outlook.example and 1 more (tls)");
}

TEST(ForeignAnswers, AreNoneIfOneEndpointAloneIsRejected) {
  const ProvingTarget teams = intercepted("teams.example");
  ProvingTarget outlook("outlook.example");
  outlook.probe(Meets::host, 0s, 60s);
  EXPECT_EQ(text({teams.watched("portal.example"), outlook.watched()}), "");
  EXPECT_EQ(text({teams.watched("portal.example"), ping()}), "") << "the only one that can tell";
  const ProvingTarget warm = intercepted("teams.example");
  EXPECT_EQ(text({teams.watched("portal.example"), warm.watched("portal.example")}), "")
      << "two probes of one host";
}

TEST(ForeignAnswers, AreNoneIfOneServerOfTwoNamesRefuses) {
  ProvingTarget teams = intercepted("teams.example");
  ProvingTarget outlook = intercepted("outlook.example");
  teams.at("192.0.2.99");
  outlook.at("192.0.2.99");
  EXPECT_EQ(text({teams.watched(), outlook.watched()}), "");
  EXPECT_NE(text({teams.watched("portal.example"), outlook.watched("portal.example")}), "")
      << "a portal in the DNS";
}

TEST(ForeignAnswers, AreNoneIfTheEndpointsNeverPassed) {
  ProvingTarget teams("teams.example");
  ProvingTarget outlook("outlook.example");
  teams.probe(Meets::portal, 0s, 60s);
  outlook.probe(Meets::portal, 0s, 60s);
  EXPECT_EQ(text({teams.watched("proxy.example"), outlook.watched("proxy.example")}), "");
  const ProvingTarget login = intercepted("login.example");
  EXPECT_EQ(text({teams.watched("proxy.example"), login.watched("portal.example")}), "");
}

TEST(ForeignAnswers, IgnoreAnEndpointThatNeverPassedBesideOnesThatDid) {
  ProvingTarget wrong("wrong.example");
  wrong.probe(Meets::portal, 0s, 5s);
  const ProvingTarget teams = intercepted("teams.example");
  const ProvingTarget outlook = intercepted("outlook.example");
  EXPECT_NE(text({wrong.watched(), teams.watched(), outlook.watched()}), "");
}

TEST(ForeignAnswers, AreNoneIfTheHostsThemselvesFailOrNobodyAnswers) {
  for (const Meets what : {Meets::faulty_host, Meets::nobody}) {
    ProvingTarget teams("teams.example");
    ProvingTarget outlook("outlook.example");
    for (ProvingTarget* target : {&teams, &outlook}) {
      target->probe(Meets::host, 0s, 9s).probe(what, 10s, 60s);
    }
    EXPECT_EQ(text({teams.watched(), outlook.watched()}), "") << static_cast<int>(what);
  }
}

TEST(ForeignAnswers, EndWithAnyGenuineAnswer) {
  const ProvingTarget teams = intercepted("teams.example");
  ProvingTarget outlook = intercepted("outlook.example");
  ASSERT_NE(text({teams.watched(), outlook.watched()}), "");
  outlook.probe(Meets::host, 61s, 61s);
  EXPECT_EQ(text({teams.watched(), outlook.watched()}, 80s), "");
}

TEST(ForeignAnswers, WaitForATargetThatIsProbedSeldom) {
  const ProvingTarget teams = intercepted("teams.example");
  const ProvingTarget outlook = intercepted("outlook.example");
  ProvingTarget seldom("login.example", 10min);
  seldom.probe(Meets::host, 0s, 0s);
  EXPECT_NE(text({teams.watched(), outlook.watched(), seldom.watched()}), "") << "not asked since";
  seldom.probe(Meets::host, 50s, 50s);
  for (const Duration time : {60s, 70s, 300s, 900s}) {
    EXPECT_EQ(text({teams.watched(), outlook.watched(), seldom.watched()}, time), "")
        << "two servers refuse, and a third one, which is asked later, does not";
  }
}

TEST(ForeignAnswers, DoNotIncludeServersThatFailedWhileOthersPassed) {
  const ProvingTarget teams = intercepted("teams.example", 600s);
  const ProvingTarget outlook = intercepted("outlook.example", 600s);
  ProvingTarget login("login.example", 60s);
  login.probe(Meets::host, 0s, 480s).probe(Meets::nobody, 540s, 540s);
  const std::vector<WatchedTarget> targets{teams.watched(), outlook.watched(), login.watched()};
  EXPECT_EQ(text(targets, 600s), "") << "one lost probe";
  login.probe(Meets::nobody, 600s, 900s);
  EXPECT_EQ(text({teams.watched(), outlook.watched(), login.watched()}, 960s), "")
      << "all fail, but not at the same time";
}

TEST(ForeignAnswers, NeedThreeProbesThatATargetWithoutAnyAnswerHasLost) {
  const ProvingTarget teams = intercepted("teams.example");
  const ProvingTarget outlook = intercepted("outlook.example");
  ProvingTarget login("login.example");
  login.probe(Meets::host, 0s, 9s).probe(Meets::nobody, 10s, 11s);
  EXPECT_EQ(text({teams.watched(), outlook.watched(), login.watched()}), "");
  login.probe(Meets::nobody, 12s, 12s);
  EXPECT_NE(text({teams.watched(), outlook.watched(), login.watched()}), "");
}

TEST(ProofRun, ForgetsThatAnotherEndpointHasPassed) {
  ProofRun run;
  run.note({.genuine = 5}, start);
  run.begin_anew();
  run.note({.genuine = 5, .rejected = 9}, start + 1s);
  EXPECT_FALSE(run.passed());
  EXPECT_EQ(run.new_genuine(), 0U) << "those of the former endpoint";
}

TEST(ForeignAnswers, StartAgainWhenASourceReturns) {
  ProvingTarget teams = intercepted("teams.example");
  ProvingTarget outlook = intercepted("outlook.example");
  teams.lose_source().probe(Meets::portal, 610s, 613s);
  outlook.lose_source().probe(Meets::portal, 610s, 613s);
  EXPECT_EQ(text({teams.watched(), outlook.watched()}, 613s), "");
  EXPECT_NE(text({teams.watched(), outlook.watched()}, 625s), "");
}

TEST(ProofRun, RestartsIfCountsDecrease) {
  ProofRun run;
  run.note({.genuine = 5}, start);
  run.note({.genuine = 5, .rejected = 9}, start + 1s);
  EXPECT_EQ(run.foreign(), 9U);
  run.note({.rejected = 2}, start + 2s);
  EXPECT_EQ(run.foreign(), 2U);
  EXPECT_FALSE(run.passed());
}

TEST(ProofRun, DoesNotCountExchangesOfProbesThatWereInconclusive) {
  ProofRun run;
  run.note({.doubtful = 4, .rejected = 1}, start);
  EXPECT_EQ(run.failed(), 1U);
  EXPECT_EQ(run.foreign(), 0U);
}

}  // namespace
}  // namespace peeringd
