#include "fleet/promql_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "answer_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string vector_of(const std::string& series, const std::string& more = {}) {
  return R"({"status":"success","data":{"resultType":"vector","result":[)" + series + "]}" + more +
         "}";
}

// None if it is refused.
std::optional<PromAnswer> accepted(std::string_view body) {
  auto answer = read_promql_answer(body);
  if (auto* found = std::get_if<PromAnswer>(&answer)) return std::move(*found);
  return std::nullopt;
}

// What is wrong with the body.
StoreProblem problem_of_body(std::string_view body, const PromLimits& limits = {}) {
  return std::get<StoreProblem>(read_promql_answer(body, limits));
}

TEST(PromqlAnswer, ReadsAnInstantVector) {
  const auto answer = accepted(
      vector_of(R"({"metric":{"__name__":"up","instance":"a"},"value":[1700000000.5,"1"]})"));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->series.size(), 1U);
  EXPECT_EQ(answer->series[0].name(), "up");
  EXPECT_EQ(answer->series[0].label("instance"), "a");
  EXPECT_EQ(answer->series[0].label("site"), "");
  ASSERT_EQ(answer->series[0].samples.size(), 1U);
  EXPECT_EQ(answer->series[0].samples[0].time, 1700000000.5);
  EXPECT_EQ(answer->series[0].samples[0].value, 1);
}

TEST(PromqlAnswer, LeavesOutWhatIsNoNumber) {
  const auto answer = accepted(vector_of(
      R"({"metric":{},"value":[1,"NaN"]},{"metric":{},"value":[1,"+Inf"]},{"metric":{},"value":[1,"-2.5e3"]})"));
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->series[0].samples, IsEmpty());
  EXPECT_THAT(answer->series[1].samples, IsEmpty());
  EXPECT_EQ(answer->series[2].samples[0].value, -2500);
}

TEST(PromqlAnswer, HasTheWarningsOfAResultThatIsNotWhole) {
  const auto prometheus = accepted(vector_of("", R"(,"warnings":["remote read: x\ny"])"));
  ASSERT_TRUE(prometheus);
  EXPECT_THAT(prometheus->warnings, ElementsAre("remote read: x\\ny"));
  const auto victoria = accepted(vector_of("", R"(,"isPartial":true)"));
  ASSERT_TRUE(victoria);
  EXPECT_THAT(victoria->warnings, ElementsAre(HasSubstr("partial")));
  EXPECT_THAT(accepted(vector_of("", R"(,"isPartial":false)"))->warnings, IsEmpty());
}

TEST(PromqlAnswer, RepeatsTheSentenceOfARefusal) {
  const StoreProblem problem =
      problem_of_body(R"({"status":"error","errorType":"bad_data","error":"too many samples"})");
  EXPECT_EQ(problem.text, "the store refuses the query: too many samples");
  EXPECT_EQ(problem.failure, StoreFailure::malformed) << "whatever its words are";
}

TEST(PromqlAnswer, RefusesWhatIsNoResult) {
  for (const std::string& text :
       {std::string(""), std::string("<html>"), std::string("[]"), std::string("{}"),
        std::string(R"({"status":"success"})"),
        std::string(R"({"status":"success","data":{"resultType":"scalar","result":[1,"2"]}})"),
        vector_of("7"), vector_of(R"({"metric":{}})"), vector_of(R"({"metric":{},"value":[1]})"),
        vector_of(R"({"metric":{},"value":[1,2]})"),
        vector_of(R"({"metric":{"a":1},"value":[1,"2"]})"), std::string(1000, '[')}) {
    EXPECT_FALSE(accepted(text)) << text;
  }
}

TEST(PromqlAnswer, RefusesMoreThanTheLimits) {
  const std::string two = R"({"metric":{},"value":[1,"1"]},{"metric":{},"value":[1,"2"]})";
  const StoreProblem series = problem_of_body(vector_of(two), {.series = 1, .samples = 9});
  EXPECT_THAT(series.text, HasSubstr("too many series"));
  EXPECT_EQ(series.failure, StoreFailure::too_large);
  const StoreProblem samples = problem_of_body(vector_of(two), {.series = 9, .samples = 1});
  EXPECT_THAT(samples.text, HasSubstr("too many samples"));
  EXPECT_EQ(samples.failure, StoreFailure::too_large);
}

TEST(PromqlAnswer, ReadsWhatRealStoresAnswer) {
  for (const std::string store : {"prometheus", "victoria"}) {
    const PromAnswer answer = test::answer_in(store + "_report.json");
    EXPECT_GT(answer.series.size(), 80U) << store;
    for (const PromSeries& series : answer.series) {
      EXPECT_NE(series.name(), "") << store;
      EXPECT_EQ(series.label("job"), "peeringd") << store;
    }
  }
}

}  // namespace
}  // namespace peeringd
