"""The official Python SDK, unchanged, before a server of tools; in both eras of the protocol."""

import asyncio
import contextlib
import os
import pathlib
import sys

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import ledger

URL = os.environ["PROBITY_URL"] + "/mcp"
KEY = os.environ["PROBITY_KEY"]
DIRECT = os.environ["PROVIDER_URL"] + "/mcp"
LEDGER = os.environ["PROBITY_LEDGER"]
ERAS = ["legacy", "auto", "2026-07-28"]


class Seen:
    """What came back by HTTP, beside what the SDK makes of it."""

    def __init__(self):
        self.answers = []

    async def __call__(self, response):
        self.answers.append(response)

    def of(self, method):
        """The record of the first request of a method."""
        found = (answer for answer in self.answers if method.encode() in answer.request.content)
        return next(found).headers["x-probity-record"]


@contextlib.asynccontextmanager
async def client(mode, key=KEY, url=URL, seen=None):
    hooks = {"response": [seen]} if seen else {}
    async with httpx2.AsyncClient(
        headers={"authorization": f"Bearer {key}"}, event_hooks=hooks, timeout=30
    ) as http:
        async with Client(streamable_http_client(url, http_client=http), mode=mode) as connected:
            yield connected


async def reached():
    """The tools that were called so far, as the server says."""
    async with client("2026-07-28", url=DIRECT) as direct:
        return (await direct.call_tool("calls", {})).content[0].text.split()


def innermost(error):
    """The SDK wraps an error once for each of its task groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def run(test):
    return asyncio.run(test())


@pytest.mark.parametrize("mode", ERAS)
def test_a_list_has_what_may_be_called(mode):
    async def test():
        seen = Seen()
        async with client(mode, seen=seen) as mcp:
            tools = (await mcp.list_tools()).tools
        record = seen.of("tools/list")
        assert [tool.name for tool in tools] == ["lookup_order", "issue_refund", "slow_report"]
        assert "[redacted:personal.email]" in tools[0].description
        outcome = ledger.wait_for(LEDGER, "outcome", record)
        assert {"label": "tool-not-offered", "count": 3} in outcome["alterations"]

    run(test)


@pytest.mark.parametrize("mode", ERAS)
def test_a_permitted_call_is_made_and_its_answer_masked(mode):
    async def test():
        async with client(mode) as mcp:
            answer = await mcp.call_tool("lookup_order", {"order": "7"})
        assert answer.content[0].text == "order 7 is for [redacted:personal.email]"
        assert answer.structured_content == {"result": "order 7 is for [redacted:personal.email]"}

    run(test)


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize(
    "tool, arguments, says",
    [
        ("drop_tables", {}, "no rule of the bundle permits this tool call"),
        ("undeclared", {}, "the tool is not one that the bundle declares"),
        ("issue_refund", {"order": "7", "sum": 5000}, "a large refund is issued by a person"),
    ],
)
def test_a_refused_call_raises_and_never_reaches_the_server(mode, tool, arguments, says):
    async def test():
        before = await reached()
        async with client(mode) as mcp:
            with pytest.raises(MCPError) as refused:
                await mcp.call_tool(tool, arguments)
            assert says in refused.value.error.message
            assert refused.value.error.code == -32010
            # The session goes on.
            small = await mcp.call_tool("issue_refund", {"order": "7", "sum": 5})
            assert small.content[0].text == "5 paid for 7"
        assert (await reached())[len(before):] == ["issue_refund"]

    run(test)


@pytest.mark.parametrize("mode", ERAS)
def test_progress_comes_through_masked(mode):
    async def test():
        heard = []

        async def progress(done, total, message):
            heard.append((done, total, message))

        async with client(mode) as mcp:
            answer = await mcp.call_tool("slow_report", {}, progress_callback=progress)
        assert answer.content[0].text == "done"
        assert heard == [(n, 3, f"step {n} for [redacted:personal.email]") for n in (1, 2, 3)]

    run(test)


@pytest.mark.parametrize("mode", ERAS)
def test_resources_and_prompts_are_read(mode):
    async def test():
        async with client(mode) as mcp:
            note = await mcp.read_resource("note://one")
            prompt = await mcp.get_prompt("greeting", {"name": "Ida"})
        assert note.contents[0].text == "a note of [redacted:personal.email]"
        assert prompt.messages[0].content.text == "Say hello to Ida of [redacted:personal.email]"

    run(test)


def test_a_session_is_kept_and_ended_and_stands_on_no_record():
    async def test():
        seen = Seen()
        async with client("legacy", seen=seen) as mcp:
            await mcp.list_tools()
            await mcp.call_tool("lookup_order", {"order": "7"})
        sessions = {answer.headers.get("mcp-session-id") for answer in seen.answers} - {None}
        assert len(sessions) == 1
        with open(os.environ["PROBITY_PLANTS"], "a") as plants:
            plants.write(sessions.pop() + "\n")
        methods = [answer.request.method for answer in seen.answers]
        assert "DELETE" in methods and 202 in {answer.status_code for answer in seen.answers}
        assert all(answer.status_code < 300 for answer in seen.answers)

    run(test)


def test_who_may_use_no_tools_is_refused():
    async def test():
        with pytest.raises(BaseException) as refused:
            async with client("legacy", key=os.environ["PROBITY_GUEST_KEY"]):
                pass
        assert "no rule of the bundle permits this request" in str(innermost(refused.value))

    run(test)


@pytest.mark.parametrize(
    "headers",
    [
        {"mcp-method": "tools/list", "mcp-name": "lookup_order"},
        {"mcp-method": "tools/call", "mcp-name": "drop_tables"},
        {"mcp-method": "tools/call"},
        {"mcp-name": "lookup_order"},
        {},
    ],
)
def test_headers_that_do_not_agree_with_the_body_are_refused(headers):
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    body = {
        "jsonrpc": "2.0",
        "id": 7,
        "method": "tools/call",
        "params": {"name": "lookup_order", "arguments": {"order": "7"}, "_meta": meta},
    }
    answer = httpx2.post(
        URL,
        json=body,
        headers={
            "authorization": f"Bearer {KEY}",
            "accept": "application/json, text/event-stream",
            "mcp-protocol-version": "2026-07-28",
            **headers,
        },
    )
    assert answer.status_code == 400
    error = answer.json()
    assert error["id"] == 7 and error["error"]["code"] == -32020
    outcome = ledger.wait_for(LEDGER, "outcome", answer.headers["x-probity-record"])
    assert outcome["ending"] == "refused"


def test_each_call_is_a_step_of_its_exchange():
    async def test():
        seen = Seen()
        async with client("2026-07-28", seen=seen) as mcp:
            await mcp.call_tool("lookup_order", {"order": "7"})
        record = seen.of("tools/call")
        step = ledger.wait_for(LEDGER, "step", record)
        assert (step["tool"], step["verdict"]) == ("lookup_order", "permit")

    run(test)
