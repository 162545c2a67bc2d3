"""The page over a store that refuses, is slow or answers nonsense; its TLS and its token; and many branches in a
browser."""

import contextlib
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from jsonschema import Draft202012Validator

from lab.browser import Browser, obstacle
from lab.catalogue import REPOSITORY, daemon_program
from lab.fleet import Authority
from lab.host import Host, end
from lab.overview import Overview, SyntheticStore, check
from lab.waiting import wait_until

PLAIN = f"http://127.0.0.1:{SyntheticStore.PORT}"
HASH = "$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q"  # open sesame
FAULTS = {"error": ("status", "status 500"), "garbage": ("malformed", "not JSON"), "large": ("too_large", "64 MiB"),
          "refuse": ("status", "too many samples"), "slow": ("timeout", "no answer within 2 s")}


@pytest.fixture
def host():
    with contextlib.closing(Host("overview")) as host:
        yield host


def test_each_fault_of_the_store_is_shown_beside_the_last_data(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "2s")) as page:
        page.wait_until(lambda o: o["store"]["problem"] is None, "there is data", 60)
        for fault, (failure, words) in FAULTS.items():
            store.fail(fault)
            found = page.wait_until(lambda o: o["store"]["failure"] == failure, fault, 60)
            assert words in found["store"]["problem"]
            assert len(found["connections"]) == 3 and found["store"]["data_time"]
            assert page.metric("peeringd_store_up") == 0
            assert page.metric(f'peeringd_store_failures_total{{reason="{failure}"}}') >= 1
            status, text = page.get("/api/v1/history?connection=isp@branch-0001&prefix=192.0.2.0/24&window=1h")
            assert status in (502, 504) and text.startswith("No report: "), (fault, status, text)
        store.fail("")
        page.wait_until(lambda o: o["store"]["problem"] is None, "all is well", 60)
        assert [page.get(path)[0] for path in ("/api/v1/incidents", "/api/v1/calendar", "/api/v1/routes")] == [404] * 3


def connection_in(overview, name):
    return next(one for one in overview["connections"] if one["name"] == name)


def report(page, window="1h"):
    return page.json(f"/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window={window}")


def shape_of(name):
    return Draft202012Validator(json.loads((REPOSITORY / f"docs/api/{name}.schema.json").read_text()))


def test_a_report_from_a_partial_answer_is_marked(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        prefix = "connection=isp@branch-0000&prefix=192.0.2.0/24"
        hour = int(time.time()) // 3600 * 3600
        half_past = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(hour - 1800))
        start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(hour - 3 * 3600))
        report, hours, comparison = paths = (
            f"/api/v1/history?{prefix}&window=1h",
            f"/api/v1/history/hours?{prefix}&from={start}&to={half_past}",
            "/api/v1/groups/office@branch-0000/compare?window=1h")
        for fault, words in (("partial", "the result is partial: a storage node does not answer"),
                             ("warning", "shard-1: connection refused")):
            store.fail(fault)
            for path in paths:
                assert page.json(path)["warnings"] == [words], (fault, path)
        store.fail("last-warning")  # only the query of the end, amid an hour
        assert page.json(hours)["warnings"] == ["shard-1: connection refused"]
        shape_of("history").validate(page.json(report))
        shape_of("compare").validate(page.json(comparison))
        store.fail("")
        for path in paths:
            assert page.json(path)["warnings"] == [], path


def test_the_page_says_that_a_report_is_incomplete(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "30s")) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        for address in ("/prefix?c=isp@branch-0000&p=192.0.2.0/24&w=6h", "/compare?g=office@branch-0000&w=6h"):
            store.fail("warning")
            browser.open(address)
            browser.wait_until(lambda b: (b.text(".report-incomplete") or "").startswith(
                "Incomplete: shard-1: connection refused."), "the note", 60)
            browser.screenshot(f"incomplete-{address[1:4]}")
            store.fail("")
            browser.open("/")
            browser.open(address)
            browser.wait_until(lambda b: b.texts(".figures tr"), "the report", 60)
            assert browser.text(".report-incomplete") is None
        assert browser.messages() == []


def test_a_partial_answer_makes_no_branch_dark(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: connection_in(o, "isp@branch-0001")["result"] == "Pass", "all branches", 60)
        store.fail("partial")
        found = page.wait_until(lambda o: o["store"]["warnings"], "the warning", 60)
        assert found["store"]["problem"] is None and "partial" in found["store"]["warnings"][0]
        lacking = connection_in(found, "isp@branch-0001")
        assert (lacking["result"], lacking["branch"]["dark"]) == ("Indeterminate", False)
        assert lacking["reason"] == "not known: the store's answer is partial"
        assert len(lacking["prefixes"]) == 3 and lacking["latency"] is None
        assert found["store"]["dark"] == 1, "the branch that is dark in the answer remains so"
        store.fail("")
        page.wait_until(lambda o: not o["store"]["warnings"]
                        and connection_in(o, "isp@branch-0001")["result"] == "Pass", "all is well", 60)


def test_a_renamed_branch_is_dark_under_its_old_name(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        store.fail("renamed")
        found = page.wait_until(lambda o: len(o["connections"]) == 4, "the new name", 60)
        assert connection_in(found, "isp@branch-9001")["result"] == "Pass"
        old = connection_in(found, "isp@branch-0001")
        assert old["branch"]["dark"] and re.match("the branch is dark: nothing has arrived for (9|10) min", old["reason"])


def test_series_of_two_replicas_count_once(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        alone = report(page)
        assert set(alone["sent"][:-1]) == {600}, "ten probes a second"
        store.fail("replicas")
        both = report(page)
        assert set(both["sent"][:-1]) == {600}
        assert both["window"]["loss_ratio"] == pytest.approx(alone["window"]["loss_ratio"], abs=1e-3)
        page.wait_until(lambda o: len(o["connections"]) == 3, "the same connections", 10)


def test_a_short_gap_of_the_delivery_is_not_taken_for_silence_of_the_daemon(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        last = int(time.time()) // 60 * 60 - 600
        store.fail(f"gap:{last - 180}:{last}")
        gaps = report(page)["unmeasured"]
        assert [gap["reason"] for gap in gaps] == ["not_delivered"], gaps
        assert gaps[0]["from"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last - 180))
        assert gaps[0]["to"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last))


def test_a_refresh_and_a_report_take_few_queries(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s", "--max-raw-samples",
                                        100_000_000)) as page:
        first = page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)["store"]["data_time"]
        assert len(store.asked()) == 3 + 3, "for all branches, and for sparklines and branches that went dark"
        page.wait_until(lambda o: o["store"]["data_time"] > first, "another refresh", 30)
        assert len(store.asked()) in (6 + 3, 6 + 3 + 3)
        for window, most in (("1h", 4), ("90d", 2)):
            before = set(store.asked())
            series = report(page, f"{window}&points=2500")
            own = [path for path in store.asked() if path not in before and "prefix%3D" in path]
            assert 1 <= len(own) <= most, own
            assert len(series["sent"]) * 90 <= 150_000
            assert series["thresholds"] == {} and series["window"]["skipped"] == 0
            assert set(series["jitter"]) == {None}
        hours = "/api/v1/history/hours?connection=isp@branch-0000&prefix=192.0.2.0/24&window="
        assert page.get(f"{hours}33d")[0] == 200
        assert page.get(f"{hours}34d") == (413, "The span has more than 800 hours, the most that a store is asked for\n")


def queries(store, words):
    return [path for path in store.asked() if words in path]


def test_the_list_of_branches_comes_from_the_rules_if_the_store_has_them(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store:
        for fault, more in (("", 0), ("no-rules", 2)):
            store.fail(fault)
            before = len(store.asked())
            assert check(host, PLAIN).stdout == f"{PLAIN}: branches: 3, dark: 1, connections: 3\n"
            asked = store.asked()[before:]
            assert len([path for path in asked if "max_over_time" in path]) == more, asked
            assert len([path for path in asked if "fleet%3Aconnection_last_seen" in path]) == 1, asked


def test_a_list_of_branches_that_fails_does_not_say_that_none_is_dark(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store:
        store.fail("no-week")
        with contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
            found = page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)
            assert found["store"]["dark"] is None and found["store"]["problem"] is None
            assert re.match("branches that went dark are not known: .*too many samples", found["store"]["warnings"][0])
            assert found["connections"][0]["prefixes"][0]["spark"]["sent"], "the sparklines are shown"
            assert page.metric('peeringd_store_branches{state="dark"}') is None
            shape_of("overview").validate(found)
        result = check(host, PLAIN)
        assert (result.returncode, result.stdout) == (0, f"{PLAIN}: branches: 2, dark: not known, connections: 2\n")
        assert "branches that went dark are not known" in result.stderr


@pytest.mark.timeout(150)
def test_a_branch_that_comes_and_goes_costs_no_sparklines(host, tmp_path):
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        for _ in range(3):
            for fault in ("renamed", ""):
                store.fail(fault)
                page.wait_until(lambda o, there=not fault: connection_in(o, "isp@branch-0001")["branch"]["dark"] != there,
                                "it goes or comes", 60)
        assert len(queries(store, "query_range")) == 2, "once"
        assert len(queries(store, "fleet%3Aconnection_last_seen")) in (2, 3)


def test_a_report_that_would_read_too_much_is_refused(host, tmp_path):
    prefix = "/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window="
    group = "/api/v1/groups/office@branch-0000/compare?window="
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page:
        page.wait_until(lambda o: len(o["connections"]) == 3, "all branches", 60)
        assert page.get(f"{prefix}7d")[0] == 200
        before = len(queries(store, "prefix%3D"))
        for path, read, longest in ((f"{prefix}30d", 15.6, "15 d 10 h"), (f"{group}7d", 10.9, "5 d 3 h"),
                                    (prefix.replace("history", "history/hours") + "30d", 15.6, "15 d 10 h")):
            assert page.get(path) == (413, f"The span is too long: the store would read about {read} million samples, more "
                                      f"than --max-raw-samples allows. At most {longest} are possible\n")
        assert len(queries(store, "prefix%3D")) == before, "the store was not asked"


def test_at_most_four_reports_are_read_at_a_time(host, tmp_path):
    path = "/api/v1/history?connection=isp@branch-0000&prefix=192.0.2.0/24&window=1h"
    with contextlib.closing(SyntheticStore(host, tmp_path)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "8s")) as page:
        page.wait_until(lambda o: o["store"]["data_time"], "there is data", 60)
        store.fail("slow")
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(page.get, [path] * 8))
        refused = [text for status, text in answers if status == 503]
        assert refused == ["Too many reports are being read; try again in a few seconds\n"] * 4, answers
        assert sorted(status for status, _ in answers) == [503] * 4 + [504] * 4
        store.fail("")
        wait_until(lambda: page.get(path)[0] == 200, "a report again", 30, pause=0.5)


def test_sites_stay_together_and_the_field_finds_a_site_or_an_instance(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path, branches=30)) as _, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 30, "all branches", 60)
        browser.open()

        def sites(b):
            return [re.search(r"site-\d+", row)[0] for row in b.texts("table.fleet tbody")]

        browser.wait_until(lambda b: len(sites(b)) == 30, "all rows", 30)
        assert sites(browser)[0] == "site-002", "the dark branch is the worst"
        assert "branch-0029" in browser.texts("table.fleet tbody")[0], "the instance beside its site"
        browser.script("""[...document.querySelectorAll('.orders button')]
            .find((one) => one.textContent === 'site').click()""")
        browser.wait_until(lambda b: sites(b) == sorted(sites(b)) and len(sites(b)) == 30, "by site", 10)
        for text, count in (("site-001", 10), ("branch-0012", 1)):
            browser.script("const find = document.getElementById('find'); find.value = arguments[0];"
                           "find.dispatchEvent(new Event('input'))", text)
            browser.wait_until(lambda b, n=count: len(sites(b)) == n, text, 20)
        assert browser.messages() == []


# A store of several servers reads every sample of the span: a week of this group is more than it may.
def test_a_comparison_opens_with_a_day(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path, branches=30)) as _, \
            contextlib.closing(Overview(host, tmp_path, PLAIN)) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 30, "all branches", 60)
        for path in ("/compare?g=office@branch-0000", "/compare"):
            browser.open(path)
            browser.wait_until(lambda b: len(b.texts(".compare-figures tbody tr")) > 8, "the figures", 60)
            assert browser.texts(".windows [aria-current]") == ["1 d"]
        assert browser.messages() == []


def test_without_data_the_page_says_why(host, tmp_path):
    with contextlib.closing(Overview(host, tmp_path, PLAIN)) as page:
        status, text = wait_until(lambda: page.metric("peeringd_store_up") == 0 and page.get("/api/v1/overview"),
                                  "the first refresh has failed", 30)
        assert status == 503 and "Connection refused" in text
        assert page.get("/-/ready")[0] == 503
        assert page.get("/-/healthy")[0] == 200


def test_tls_and_the_token(host, tmp_path):
    authority, other = Authority(tmp_path / "ca"), Authority(tmp_path / "other")
    certificate, key = authority.issue("localhost")
    token, wrong = tmp_path / "token", tmp_path / "wrong"
    token.write_text("s3cret\n")
    wrong.write_text("another\n")
    url = f"https://localhost:{SyntheticStore.PORT}"
    with contextlib.closing(SyntheticStore(host, tmp_path, cert=certificate, key=key, token="s3cret")):
        def tried(ca, file, where=url):
            return check(host, where, "--ca", ca, "--token-file", file)
        good = tried(authority.file, token)
        assert (good.returncode, good.stdout) == (0, f"{url}: branches: 3, dark: 1, connections: 3\n"), good
        for result, words in ((tried(other.file, token), "certificate"), (tried(authority.file, wrong), "status 401"),
                              (tried(authority.file, token, url.replace("localhost", "127.0.0.1")), "certificate")):
            assert result.returncode == 3 and words in result.stderr, result
            assert "s3cret" not in result.stderr + result.stdout


def test_a_new_authority_of_the_store_is_trusted_without_a_restart(host, tmp_path):
    old, new = Authority(tmp_path / "old"), Authority(tmp_path / "new")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(old.file.read_bytes())
    url = f"https://localhost:{SyntheticStore.PORT}"
    certificate, key = old.issue("localhost")
    with contextlib.closing(SyntheticStore(host, tmp_path, cert=certificate, key=key)):
        page = Overview(host, tmp_path, url, "--ca", trusted)
        page.wait_until(lambda o: o["store"]["problem"] is None, "there is data", 60)
    certificate, key = new.issue("localhost")
    with contextlib.closing(page), contextlib.closing(SyntheticStore(host, tmp_path, cert=certificate, key=key)):
        page.wait_until(lambda o: o["store"]["failure"] == "tls", "the new certificate is not trusted", 60)
        trusted.write_bytes(new.file.read_bytes())
        page.wait_until(lambda o: o["store"]["problem"] is None, "it is trusted", 60)


def test_a_user_of_the_store_and_users_of_the_page(host, tmp_path):
    password, wrong = tmp_path / "password", tmp_path / "wrong"
    password.write_text("s3cret\n")
    wrong.write_text("another\n")
    certificate, key = Authority(tmp_path / "ca").issue("localhost")
    web = tmp_path / "web.yaml"
    web.write_text(f"web:\n  tls: {{cert_file: {certificate}, key_file: {key}}}\n"
                   f"  basic_auth_users: {{reader: {HASH}}}\n  listen: [127.0.0.1:8077]\n")

    def page(*options):
        result = host.run("curl", "-sS", "-m", "10", "--cacert", tmp_path / "ca/authority.pem", "-w", "%{http_code}",
                          *options, "https://localhost:8077/api/v1/overview", check=False)
        return result.stdout
    with contextlib.closing(SyntheticStore(host, tmp_path, login="viewer:s3cret")):
        assert check(host, PLAIN, "--user", "viewer", "--password-file", password).returncode == 0
        for options in (["--user", "viewer", "--password-file", wrong],
                        ["--user", "other", "--password-file", password], []):
            refused = check(host, PLAIN, *options)
            assert refused.returncode == 3 and "status 401" in refused.stderr, refused
        assert check(host, PLAIN, "--user", "viewer").returncode == 2, "a user needs a password"
        program = host.spawn(daemon_program(), "overview", "--store", PLAIN, "--user", "viewer", "--password-file",
                             password, "--web", web, "--refresh", "5s", log=tmp_path / "overview.log")
        try:
            wait_until(lambda: page("-u", "reader:open sesame").endswith("200"), "the page", 30, pause=0.3)
            assert page().endswith("401")
            assert page("-u", "reader:s3cret").endswith("401")
            password.write_text("another\n")  # read again for each query
            wait_until(lambda: "status 401" in page("-u", "reader:open sesame"), "the store refuses it", 30, pause=0.3)
            password.write_text("s3cret\n")
            wait_until(lambda: '"problem":null' in page("-u", "reader:open sesame"), "the store answers", 30, pause=0.3)
            assert "s3cret" not in (tmp_path / "overview.log").read_text()
        finally:
            end(program)


@pytest.mark.timeout(400)
def test_a_thousand_branches_in_a_browser(host, tmp_path):
    if why := obstacle():
        pytest.skip(why)
    with contextlib.closing(SyntheticStore(host, tmp_path, branches=1000)) as store, \
            contextlib.closing(Overview(host, tmp_path, PLAIN, "--timeout", "60s")) as page, \
            contextlib.closing(Browser(host, tmp_path, "http://127.0.0.1:8076")) as browser:
        page.wait_until(lambda o: len(o["connections"]) == 1000, "all branches", 180)
        browser.open()
        rows = lambda b: b.texts("table.fleet tbody")
        browser.wait_until(lambda b: len(rows(b)) == 100, "the worst hundred", 60)
        assert "Fail" in rows(browser)[0] and "branch-0777" in rows(browser)[0] and "loss 25%" in rows(browser)[0].lower()
        assert "Dark" in rows(browser)[1] and "branch-0999" in rows(browser)[1]
        assert "1 000 branches, 1 dark" in browser.text(".strip")
        assert not [text for text in browser.texts(".views a") if text in ("Calendar", "Incidents", "Routes")]
        browser.script("document.querySelector('.more-rows').click()")
        browser.wait_until(lambda b: len(rows(b)) == 200, "a hundred more", 20)
        browser.script("const find = document.getElementById('find'); find.value = 'site-012';"
                       "find.dispatchEvent(new Event('input'))")
        browser.wait_until(lambda b: len(rows(b)) == 10, "the ten of a site", 20)
        browser.open("/incidents")
        browser.wait_until(lambda b: "The store has no incidents" in (b.text(".note") or ""), "the sentence", 20)
        browser.open("/prefix?c=isp@branch-0001&p=192.0.2.0/24&w=6h")
        browser.wait_until(lambda b: len(b.texts(".figures tr")) > 5, "the report", 60)
        browser.open()
        browser.wait_until(lambda b: len(rows(b)) == 100, "the overview", 30)
        store.fail("error")
        browser.wait_until(lambda b: "No current data from the store" in (b.text(".stale") or ""), "the grey bar", 60)
        assert len(rows(browser)) == 100
        time.sleep(0.3)
        browser.screenshot("store")
        assert browser.messages() == []
