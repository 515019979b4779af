import json
import re

import pytest
from conftest import ask

EMAIL = "ada.lovelace@example.org"
CARD = "4111 1111 1111 1111"
IBAN = "CH93 0076 2011 6238 5295 7"


@pytest.mark.parametrize("value", [EMAIL, CARD, IBAN])
def test_the_provider_sees_a_mask_in_place_of_the_value(client, provider, gateway, value):
    answer = client.chat.completions.with_raw_response.create(
        model="chat", messages=ask(f"Please write to {value} today")
    )

    [seen] = provider.requests()
    [message] = json.loads(seen["body"])["messages"]
    mask = re.fullmatch(r"Please write to (\S.*) today", message["content"]).group(1)
    assert not set(mask) & set("@0123456789")
    assert mask in answer.parse().choices[0].message.content
    intent = gateway.intent(answer.headers["x-probity-record"])
    assert [item["kind"] for item in intent["obligations"]] == ["redact"]


def test_all_other_bytes_of_the_request_pass_untouched(gateway, provider):
    body = (
        b'{ "x_unknown" : {"b":1.50,"a":[1e2,null,"\\u00fc \\/"]},\n'
        b'"messages":[{"content":"mail ' + EMAIL.encode() + b' now","role":"user","x":{}}],"model":"chat","seed":0 }'
    )
    status, _, _ = gateway.post(body)

    [seen] = provider.requests()
    before, after = body.decode().split(EMAIL)
    assert status == 200
    assert seen["body"].startswith(before) and seen["body"].endswith(after)
    assert "@" not in seen["body"]


def test_a_value_written_with_escapes_is_found_all_the_same(gateway, provider):
    escaped = EMAIL.replace("@", "\\u0040").replace("l", "\\u006c")
    status, _, _ = gateway.post(json.dumps({"model": "chat", "messages": ask("mail X")}).replace("X", escaped))

    [seen] = provider.requests()
    assert status == 200
    assert EMAIL not in json.loads(seen["body"])["messages"][0]["content"]
