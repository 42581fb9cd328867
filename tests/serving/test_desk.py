"""What all requests share: worked out once, by one of those who want it, and nobody else waits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from communique.serving.desk import Desk


@pytest.fixture
def desk(tmp_path):
    made = Desk(str(tmp_path / "new.db"))
    yield made
    made.close()


def test_others_do_not_wait_for_what_takes_long(desk):
    begun, go_on, made = Event(), Event(), []

    def slow():
        begun.set()
        assert go_on.wait(60)
        made.append("slow")
        return "slow"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(desk.kept, slow, "slow")
        assert begun.wait(60)
        second = pool.submit(desk.kept, slow, "slow")
        assert pool.submit(desk.kept, lambda: "quick", "quick").result(60) == "quick"
        go_on.set()
        assert [first.result(60), second.result(60)] == ["slow", "slow"]
    assert made == ["slow"]


def test_what_failed_is_tried_again(desk):
    def fails():
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        desk.kept(fails, "key")
    assert desk.kept(lambda: "now", "key") == "now"
