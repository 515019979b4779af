"""A server of tools, made with the official SDK, on a loopback port; it counts what reached it."""

import asyncio
import socket

import uvicorn
from mcp.server.mcpserver import Context, MCPServer

server = MCPServer("tools", instructions="ask ann@example.com if in doubt")
called = []


@server.tool()
def lookup_order(order: str) -> str:
    """Looks an order up; questions go to ann@example.com."""
    called.append("lookup_order")
    return f"order {order} is for bob@example.com"


@server.tool()
def issue_refund(order: str, sum: int) -> str:
    """Pays an order back."""
    called.append("issue_refund")
    return f"{sum} paid for {order}"


@server.tool()
async def slow_report(context: Context) -> str:
    """Tells how far it is."""
    called.append("slow_report")
    for step in (1, 2, 3):
        await context.report_progress(step, 3, f"step {step} for carl@example.com")
    return "done"


@server.tool()
def drop_tables() -> str:
    """Drops all tables."""
    called.append("drop_tables")
    return "dropped"


@server.tool()
def undeclared() -> str:
    """A tool that no bundle knows."""
    called.append("undeclared")
    return "hello"


@server.tool()
def calls() -> str:
    """What was called; asked for by the suite, past the gateway."""
    return " ".join(called)


@server.resource("note://one")
def note() -> str:
    return "a note of dora@example.com"


@server.prompt()
def greeting(name: str) -> str:
    return f"Say hello to {name} of eve@example.com"


async def main():
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"server listening on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(server.streamable_http_app(), log_level="warning", timeout_graceful_shutdown=1)
    await uvicorn.Server(config).serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(main())
