"""Stands in for Ollama and Gemini: answers as their documentation shows, and keeps what came."""

import http.server
import json
import sys

TEXT = ["ask jane.d", "oe@exam", "ple.com ", "today"]
KEY = "sk-" + "abcdefghijklmnopqrstuvwx1234567890"


def ollama(asked):
    word = asked["messages"][-1]["content"]
    base = {"model": asked["model"], "created_at": "2026-11-26T09:00:00Z"}
    last = {"done": True, "done_reason": "stop", "prompt_eval_count": 2, "eval_count": 3}
    if word == "weather":
        call = {"function": {"name": "get_weather", "arguments": {"city": "Bonn"}}}
        yield base | {"message": {"role": "assistant", "content": "", "tool_calls": [call]}, "done": False}
    texts = ["it is ", KEY, " so"] if word == "key" else TEXT
    if asked.get("stream") is False:
        yield base | {"message": {"role": "assistant", "content": "".join(texts)}} | last
        return
    for text in texts:
        yield base | {"message": {"role": "assistant", "content": text}, "done": False}
    yield base | {"message": {"role": "assistant", "content": ""}} | last


def gemini(asked):
    word = asked["contents"][-1]["parts"][0].get("text", "")
    texts = ["it is ", KEY, " so"] if word == "key" else TEXT
    parts = [{"text": text} for text in texts]
    if word == "weather":
        call = {"name": "get_weather", "args": {"city": "Bonn"}}
        parts = [{"functionCall": call, "thoughtSignature": "c2lnbmF0dXJl"}]
    usage = {"promptTokenCount": 2, "candidatesTokenCount": 3, "totalTokenCount": 5}
    for i, part in enumerate(parts):
        candidate = {"content": {"role": "model", "parts": [part]}, "index": 0}
        if i == len(parts) - 1:
            candidate["finishReason"] = "STOP"
        yield {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"}


def whole(units):
    units = list(units)
    units[-1]["candidates"][0]["content"]["parts"] = [
        part for unit in units for part in unit["candidates"][0]["content"]["parts"]
    ]
    return units[-1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bodies = []

    def do_GET(self):
        self.send("application/json", json.dumps(self.bodies).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.bodies.append(body.decode())
        asked = json.loads(body)
        if self.path == "/api/chat":
            lines = b"".join(json.dumps(unit).encode() + b"\n" for unit in ollama(asked))
            streamed = asked.get("stream") is not False
            self.send("application/x-ndjson" if streamed else "application/json", lines)
        elif self.path.endswith("alt=sse"):
            events = b"".join(b"data: " + json.dumps(unit).encode() + b"\r\n\r\n" for unit in gemini(asked))
            self.send("text/event-stream", events)
        elif ":stream" in self.path:
            self.send("application/json; charset=UTF-8", json.dumps(list(gemini(asked)), indent=1).encode())
        else:
            self.send("application/json; charset=UTF-8", json.dumps(whole(gemini(asked))).encode())

    def send(self, kind, body):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    sys.exit(server.serve_forever())
