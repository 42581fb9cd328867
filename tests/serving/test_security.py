"""Who may ask, what a page may do, what may be sent."""

import pytest
from starlette.testclient import TestClient

from communique.model import UsageError
from communique.serving import Settings, create_app
from communique.serving.running import bind
from communique.serving.settings import MAX_UPLOAD, is_loopback

TEXT = "美國與日本同意在2027年前完成統合軍司令部的改組。".encode()
BYTES = {"Content-Type": "application/octet-stream"}


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost", "LOCALHOST:1", "[::1]:8642", "127.0.0.2"])
def test_its_own_names_are_answered(client, host):
    assert client.get("/api/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8642", "", "[::1", "a b"])
def test_another_name_is_refused(client, host):
    answer = client.get("/api/status", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["error"] == "wrong_host"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8642.evil"]
)
def test_another_origin_is_refused(client, origin):
    headers = {"Origin": origin, "Host": "127.0.0.1:8642"}
    assert client.get("/api/status", headers=headers).status_code == 403
    assert client.post("/api/read?name=a.txt", headers=headers, content=TEXT).status_code == 403


def test_a_form_of_another_site_is_refused(client):
    headers = {"Sec-Fetch-Site": "cross-site", **BYTES}
    assert client.post("/api/link", headers=headers).status_code == 403


def test_its_own_origin_is_answered(client):
    headers = {"Origin": "http://127.0.0.1:8642", "Host": "127.0.0.1:8642"}
    assert client.get("/api/status", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/api/status", "/api/nothing", "/", "/thread/x"])
def test_every_answer_has_the_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


class TestToken:
    @pytest.fixture
    def guarded(self, sample):
        with TestClient(create_app(Settings(str(sample), "0.0.0.0", "s3cret")), base_url="http://desk.example") as made:
            yield made

    def test_without_it_nothing_is_told(self, guarded):
        for path in ("/", "/api/status", "/api/openapi.json"):
            assert guarded.get(path).status_code == 401

    @pytest.mark.parametrize(
        ("value", "status"), [("Bearer s3cret", 200), ("bearer s3cret", 200), ("Bearer no", 401), ("s3cret", 401)]
    )
    def test_as_a_header(self, guarded, value, status):
        assert guarded.get("/api/status", headers={"Authorization": value}).status_code == status

    def test_in_the_address_it_becomes_a_cookie(self, guarded):
        answer = guarded.get("/due?token=s3cret&on=2026-01-01", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/due?on=2026-01-01")
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert guarded.get("/api/status").status_code == 200

    def test_it_leads_nowhere_else(self, guarded):
        answer = guarded.get("//evil.example/?token=s3cret", follow_redirects=False)
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")

    def test_a_wrong_one_sets_no_cookie(self, guarded):
        answer = guarded.get("/?token=wrong", follow_redirects=False)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers


def test_a_server_others_can_reach_needs_a_token(sample):
    with pytest.raises(ValueError, match="token"):
        Settings(str(sample), "0.0.0.0")


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_which_addresses_are_this_machine_alone(host, own):
    assert is_loopback(host) is own


def test_a_port_that_is_taken():
    first = bind("127.0.0.1", 0)
    taken = first.getsockname()[1]
    with pytest.raises(UsageError, match="--port"):
        bind("127.0.0.1", taken)
    first.close()


def test_the_usual_port_or_a_free_one():
    both = [bind("127.0.0.1", None), bind("127.0.0.1", None)]
    ports = {one.getsockname()[1] for one in both}
    assert len(ports) == 2
    for one in both:
        one.close()


@pytest.mark.parametrize(
    "path", ["/../../pyproject.toml", "/..%2f..%2fapp.py", "/assets/../../app.py", "/assets/%2e%2e/index.html"]
)
def test_no_file_outside_the_pages_is_given(client, path):
    assert "fastapi" not in client.get(path).text.lower()


class TestUploads:
    @pytest.mark.parametrize("name", ["x.exe", "x", "x.txt.sh", "..", ""])
    def test_only_documents(self, fresh, name):
        answer = fresh.post("/api/read", params={"name": name}, content=TEXT, headers=BYTES)
        assert answer.status_code == 400

    def test_only_as_bytes(self, fresh):
        answer = fresh.post("/api/read?name=a.txt", content=TEXT, headers={"Content-Type": "text/plain"})
        assert answer.status_code == 400

    def test_only_up_to_a_size(self, fresh):
        answer = fresh.post("/api/read?name=a.txt", content=b"a" * (MAX_UPLOAD + 1), headers=BYTES)
        assert (answer.status_code, answer.json()["error"]) == (400, "DocumentTooLarge")

    def test_a_name_is_only_a_name(self, fresh):
        answer = fresh.post("/api/read", params={"name": "../../etc/a.txt"}, content=TEXT, headers=BYTES).json()
        assert answer["name"] == "a.txt"

    def test_read_twice_is_known(self, fresh):
        outcomes = [
            fresh.post("/api/read?name=a.txt&published=2025-04-01", content=TEXT, headers=BYTES).json()["outcome"]
            for _ in range(2)
        ]
        assert outcomes == ["new", "known"]
        board = fresh.get("/api/board?on=2025-05-01").json()
        assert board["total"] == 1

    def test_what_cannot_be_read_says_why_and_is_listed(self, fresh):
        answer = fresh.post("/api/read?name=a.txt", content=b"", headers=BYTES).json()
        assert answer["outcome"] == "failed"
        assert answer["message"].startswith("a.txt")
        assert fresh.get("/api/failures").json()["items"][0]["path"] == "a.txt"
