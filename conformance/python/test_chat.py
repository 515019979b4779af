from conftest import ask, record_of


def test_a_question_is_answered(client):
    answer = client.chat.completions.create(model="chat", messages=ask("What is the weather in Bern?"))

    assert answer.choices[0].message.content == "You said: What is the weather in Bern?"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == 21


def test_two_choices_come_back_as_two(client):
    answer = client.chat.completions.create(model="chat", messages=ask("twice"), n=2)

    assert [choice.index for choice in answer.choices] == [0, 1]


def test_a_stream_arrives_whole_and_in_order(client):
    stream = client.chat.completions.create(
        model="chat", messages=ask("one two three"), stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)

    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == "You said: one two three"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.total_tokens == 21


def test_two_streamed_choices_do_not_mix(client):
    stream = client.chat.completions.create(model="chat", messages=ask("a b"), n=2, stream=True)
    texts = {0: "", 1: ""}
    for chunk in stream:
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""

    assert texts == {0: "You said: a b", 1: "You said: a b"}


def test_an_answer_names_its_record_and_the_record_tells_how_it_ended(client, gateway):
    answer = client.chat.completions.with_raw_response.create(model="chat", messages=ask("hello"))
    record = record_of(answer.headers)

    intent, outcome = gateway.intent(record), gateway.outcome(record)
    assert (intent["caller"], intent["model"], intent["verdict"]) == ("support-bot", "chat", "permit")
    assert (outcome["ending"], outcome["status"], outcome["upstream_status"]) == ("delivered", 200, 200)
    assert outcome["usage"] == {"prompt": 9, "completion": 12, "total": 21}
    assert outcome["intent"] == intent.leaf


def test_a_streamed_answer_is_recorded_as_delivered_too(client, gateway):
    stream = client.chat.completions.create(model="chat", messages=ask("hello"), stream=True)
    record = record_of(stream.response.headers)
    for _ in stream:
        pass

    assert gateway.outcome(record)["ending"] == "delivered"


def test_the_provider_gets_its_own_credential_and_never_the_callers_key(client, provider, gateway):
    client.chat.completions.create(model="chat", messages=ask("hello"))

    [seen] = provider.requests()
    assert seen["headers"]["authorization"] == f"Bearer {provider.credential}"
    assert gateway.key not in str(seen)


def test_an_endpoint_that_a_rule_forwards_unread_is_forwarded(client, provider, gateway):
    answer = client.models.with_raw_response.list()

    assert [model.id for model in answer.parse()] == ["chat"]
    assert gateway.intent(record_of(answer.headers))["facts"]["format"] == "opaque"
    assert len(provider.requests()) == 1
