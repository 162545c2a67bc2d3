"""Who may read the store, and who the page: TLS and its authorities, tokens, users."""

import contextlib

from lab.catalogue import daemon_program
from lab.fleet import Authority
from lab.host import end
from lab.overview import PLAIN, Overview, SyntheticStore, check
from lab.waiting import wait_until

HASH = "$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q"  # open sesame


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
