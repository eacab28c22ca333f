"""`doudi ui` on a published lake: the graph is served with the last night's metadata, and SIGTERM ends it whole."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from tests.night.conftest import PublishedNight

QUERY = """
query Hits($key: AssetKeyInput!) {
  assetNodeOrError(assetKey: $key) {
    ... on AssetNode {
      groupName
      description
      kinds
      assetMaterializations(limit: 1) { partition metadataEntries { label __typename } }
    }
  }
}
"""


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_listening(port: int) -> None:
    """The server says that it serves a moment before it listens: ask the port until it answers, a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("the web server does not listen")


def _ask(port: int, key: list[str]) -> dict[str, object]:
    body = json.dumps({"query": QUERY, "variables": {"key": {"path": key}}}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        answer: dict[str, object] = json.load(response)["data"]["assetNodeOrError"]
    return answer


def test_the_graph_is_served_with_the_last_nights_metadata(sample_night: PublishedNight) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "pipelines.command_line", "ui", "--lake", str(sample_night.lake.root)]
    with subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        try:
            assert any("Serving dagster-webserver" in line for line in server.stdout)
            _wait_until_listening(port)
            answer = _ask(port, ["indicators", "hits"])
        finally:
            server.send_signal(signal.SIGTERM)
            rest = server.stdout.read()
    assert server.returncode == 0, rest[-2000:]
    assert answer["groupName"] == "g4_indicators"
    assert answer["description"]
    (last,) = answer["assetMaterializations"]  # type: ignore[misc]
    assert last["partition"] == str(sample_night.night)  # type: ignore[index]
    labels = {entry["label"] for entry in last["metadataEntries"]}  # type: ignore[index]
    assert {"dagster/row_count", "dagster/column_schema"} <= labels
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
