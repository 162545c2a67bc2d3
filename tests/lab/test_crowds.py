"""Many clients that occupy resources: clients that make progress have priority, and so has a client with
one connection over one with hundreds."""

import subprocess
import time

import pytest

from lab.catalogue import EDGE
from lab.configuration import configuration, endpoint, seattle
from lab.crowd import (Crowd, ask_and_read_slowly, guess_a_password, pipeline_without_reading,
                       say_hello_by_tls)

# The address of a crowd, and the pause of each client before it reconnects. The scraper is 127.0.0.1:
# clients with its address use its own places, so they must not reconnect faster than places get free.
ELSEWHERE = {"address": "127.0.0.2", "pause": 0.05}
BESIDE = {"address": "127.0.0.1", "pause": 1}
SCRAPES = 5
PATIENCE = 10  # seconds, Prometheus' default timeout


def hash_of(password, cost):
    """By crypt(3), which Python no longer has, and Perl does."""
    return subprocess.run(["perl", "-e", "print crypt($ARGV[0], $ARGV[1])", password,
                           f"$2b${cost:02}$TellMeWhoYouAreFriend."], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def serve(start_daemon):
    """serve(targets, …): starts a daemon with these settings of `web`."""
    def start(targets=1, **web):
        endpoints = [endpoint(f"e{i}", EDGE[0], "tcp") for i in range(targets)]
        wanted = configuration(endpoints, [seattle()], interval="10s", timeout="1s", window="1m")
        daemon = start_daemon(wanted)
        if web:
            wanted["web"].update(web)
            daemon.configure(wanted)
            daemon.program.send_signal(1)
            time.sleep(2)
        return daemon
    return start


@pytest.fixture
def scrape(lab):
    """scrape(…): returns the status and the duration of a request by curl with these arguments."""
    def ask(*arguments, url="http://127.0.0.1:8075/metrics"):
        result = lab.customer.run("curl", "-sS", "-o", "/dev/null", "-w",
                                  "%{http_code} %{time_total}", "-m", PATIENCE, *arguments, url,
                                  check=False)
        status, seconds = result.stdout.split()
        # curl's exit code for an incomplete body is 18 or 28.
        return (int(status) if result.returncode == 0 else 0), float(seconds)
    return ask


def scrape_all(scrape, *arguments, **options):
    """The statuses of a few consecutive scrapes."""
    statuses = []
    for _ in range(SCRAPES):
        statuses.append(scrape(*arguments, **options)[0])
        time.sleep(0.5)
    return statuses


@pytest.mark.parametrize("place", (BESIDE, ELSEWHERE), ids=("beside", "elsewhere"))
@pytest.mark.parametrize("users", (False, True), ids=("open", "users"))
def test_clients_that_do_not_read_block_no_scraper(lab, serve, scrape, users, place):
    serve(**({"basic_auth_users": {"prometheus": hash_of("sesame", 4)}} if users else {}))
    login = ("-u", "prometheus:sesame") if users else ()
    with Crowd(lab.customer, 64, pipeline_without_reading, **place):
        time.sleep(3)
        assert scrape_all(scrape, *login) == [200] * SCRAPES


@pytest.mark.parametrize("place", (BESIDE, ELSEWHERE), ids=("beside", "elsewhere"))
def test_slow_readers_block_no_scraper(lab, serve, scrape, place):
    serve(targets=600)  # 2.8 MB
    with Crowd(lab.customer, 8, ask_and_read_slowly, **place):
        time.sleep(3)
        assert scrape_all(scrape) == [200] * SCRAPES


def test_a_flood_of_handshakes_blocks_no_scraper(lab, serve, scrape, tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:4096", "-nodes", "-subj", "/CN=a",
                    "-keyout", key, "-out", cert], check=True, capture_output=True)
    serve(tls={"cert_file": str(cert), "key_file": str(key)})
    with Crowd(lab.customer, 64, say_hello_by_tls, **ELSEWHERE):
        time.sleep(3)
        assert scrape_all(scrape, "-k", url="https://127.0.0.1:8075/metrics") == [200] * SCRAPES


@pytest.mark.parametrize("place", (BESIDE, ELSEWHERE), ids=("beside", "elsewhere"))
@pytest.mark.parametrize("name", ("prometheus", "nobody"))
def test_wrong_passwords_block_no_client_with_the_right_one(lab, serve, scrape, name, place):
    users = {f"prometheus{i}": hash_of(f"sesame{i}", 8) for i in range(SCRAPES)}
    serve(basic_auth_users={**users, "prometheus": hash_of("sesame", 8)})
    with Crowd(lab.customer, 24, guess_a_password(name), **place):
        time.sleep(3)
        # Each as another user, so that none is cached yet.
        assert [scrape("-u", f"prometheus{i}:sesame{i}")[0] for i in range(SCRAPES)] \
            == [200] * SCRAPES


@pytest.mark.as_shipped("changes how long things take")
def test_a_wrong_password_takes_as_long_for_known_and_unknown_users(serve, scrape):
    serve(basic_auth_users={"cheap": hash_of("a", 4), "dear": hash_of("b", 10)})

    # The minimum of each, in turns: a busy machine makes times longer, never shorter.
    rounds = [{user: scrape("-u", f"{user}:wrong")[1] for user in ("cheap", "dear", "unknown")}
              for _ in range(20)]
    times = {user: min(times[user] for times in rounds) for user in rounds[0]}
    assert max(times.values()) < 1.5 * min(times.values()), times
