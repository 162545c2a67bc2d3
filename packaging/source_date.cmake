# The time that a build has for its own, wherever and whenever it runs: of SOURCE_DATE_EPOCH, else of
# the last commit, else now. Sets PEERINGD_EPOCH, PEERINGD_DATE (a day), PEERINGD_MAIL_DATE and
# PEERINGD_RELEASE, the release of the packages: of two builds of one version, the later commit is the upgrade.
set(PEERINGD_EPOCH "$ENV{SOURCE_DATE_EPOCH}")
if(NOT PEERINGD_EPOCH)
  execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} log -1 --format=%ct
                  OUTPUT_VARIABLE PEERINGD_EPOCH OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT PEERINGD_EPOCH)
  string(TIMESTAMP PEERINGD_EPOCH "%s" UTC)
endif()

set(environment_date "$ENV{SOURCE_DATE_EPOCH}")
set(ENV{SOURCE_DATE_EPOCH} ${PEERINGD_EPOCH})  # string(TIMESTAMP) follows it
string(TIMESTAMP PEERINGD_DATE "%Y-%m-%d" UTC)
string(TIMESTAMP PEERINGD_RELEASE "%Y%m%d%H%M%S" UTC)
string(TIMESTAMP PEERINGD_MAIL_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
if(environment_date)
  set(ENV{SOURCE_DATE_EPOCH} ${environment_date})
else()
  unset(ENV{SOURCE_DATE_EPOCH})
endif()
