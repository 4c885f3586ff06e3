"""The blocks of the page (页面的搭法): components and what is connected to what; no logic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.model import Answer
from assistant.web.feedback import Feedback, FeedbackStore, Opinion
from assistant.web.pages import parts
from assistant.web.pages.bridge import own_html, sent
from assistant.web.pages.chat import Current, Today, asked, exchange_at, last_spoken, rated
from assistant.web.pages.fields import read_sheet
from assistant.web.pages.render import render
from assistant.web.pages.talk import Exchange, Talk
from assistant.web.pages.texts import forms, words
from corpus.errors import CorpusError

LONGEST = 500
AT_ONCE = 16
"""Events of one kind that are worked on at the same time; the others wait their turn."""

QUIET: dict[str, Any] = {"show_progress": "hidden"}
"""Gradio's own signs of work would cover what is being read."""

PLACE_KEY, PLACE_SECRET = "wence-place", "wence"
"""The place is kept in the browser. It is no secret; a fixed key lets it outlive a restart."""


def build_pages(live: Current, feedback: FeedbackStore, today: Today = dt.date.today) -> gr.Blocks:
    """The chat and the forms over the newest corpus."""
    built: gr.Blocks = Pages(live, feedback, today).blocks
    return built


class Pages:
    """The components of the page and their handlers."""

    def __init__(self, live: Current, feedback: FeedbackStore, today: Today) -> None:
        self._live = live
        self._feedback = feedback
        self._today = today
        with gr.Blocks(title=words()["title"], analytics_enabled=False, fill_width=True) as blocks:
            self._lay_out()
            self._connect(blocks)
        blocks.queue(default_concurrency_limit=AT_ONCE, api_open=False)
        self.blocks: gr.Blocks = blocks

    def _lay_out(self) -> None:
        self.region = gr.BrowserState("", storage_key=PLACE_KEY, secret=PLACE_SECRET)
        self.day = gr.State("")
        self.talk = gr.State(Talk())
        self.result = gr.State(None)
        own_html(render("header"), elem_id="header")
        self.bar = own_html("", ("search", "day"), elem_id="bar")
        self.hits = own_html(render("hits", asked=False, hits=()), ("place",), elem_id="hits")
        with gr.Row(elem_id="main"):
            with gr.Column(scale=3, min_width=280), gr.Tabs():
                with gr.Tab(words()["tab_chat"], id="chat"):
                    self._lay_out_chat()
                with gr.Tab(words()["tab_form"], id="form"):
                    self._lay_out_form()
            with gr.Column(scale=2, min_width=280, elem_id="beside", visible=False) as self.beside:
                self.notice = own_html("", ("close",), elem_id="notice")

    def _lay_out_chat(self) -> None:
        self.log = own_html("", ("ask", "cite", "rate", "undo", "clear"), elem_id="log")
        self.spoken = own_html(parts.announce_html(""), elem_id="spoken")
        self.examples = own_html("", ("ask",), elem_id="examples")
        with gr.Row(elem_id="ask-row", equal_height=False):
            self.question = gr.Textbox(
                label=words()["question_label"],
                placeholder=words()["question_hint"],
                elem_id="question",
                lines=1,
                max_lines=4,
                max_length=LONGEST,
                scale=4,
            )
            self.send = gr.Button(words()["send"], variant="primary", elem_id="send", scale=1)

    def _lay_out_form(self) -> None:
        first = next(iter(forms()))
        self.form = own_html(parts.form_html(first), ("which", "send"), elem_id="form")
        self.sheet = own_html("", ("cite",), elem_id="result")

    def _connect(self, blocks: gr.Blocks) -> None:
        place = [self.region, self.day]
        blocks.load(self._on_open, place, [self.bar, self.examples], **QUIET)
        self.bar.search(self._on_search, None, self.hits, trigger_mode="always_last", **QUIET)
        chosen = [self.region, self.bar, self.hits, self.examples]
        self.hits.place(self._on_place, [self.day, self.talk], chosen, **QUIET)
        dated = [self.day, self.bar, self.examples]
        self.bar.day(self._on_day, [self.region, self.talk], dated, **QUIET)
        self._connect_chat()
        self.form.which(self._on_which, None, [self.form, self.sheet], **QUIET)
        filled = [self.result, self.sheet]
        self.form.send(self._on_form, place, filled, **QUIET)
        opened = [self.beside, self.notice]
        self.sheet.cite(self._on_form_cite, self.result, opened, **QUIET)
        self.notice.close(self._on_close, None, opened, **QUIET)

    def _connect_chat(self) -> None:
        asking = [self.talk, self.region, self.day]
        told = [self.talk, self.log, self.spoken, self.examples]
        for event in (self.question.submit, self.send.click):
            event(self._on_question, [self.question, *asking], [self.question, *told], **QUIET)
        for event in (self.log.ask, self.examples.ask):
            event(self._on_ask, asking, told, **QUIET)
        opened = [self.beside, self.notice]
        self.log.cite(self._on_cite, self.talk, opened, **QUIET)
        self.log.rate(self._on_rate, [self.talk, self.region], [self.talk, self.log], **QUIET)
        again = [*told, *opened]
        self.log.undo(self._on_undo, asking, again, **QUIET)
        self.log.clear(self._on_clear, asking, again, **QUIET)

    def _day(self, kept: str) -> dt.date:
        return dt.date.fromisoformat(kept) if kept else self._today()

    def _bar(self, region: str, day: str) -> str:
        place = parts.known_place(self._live.current(), region)
        return parts.bar_html(place, self._day(day) if day else None, self._today())

    def _examples(self, talk: Talk, region: str, day: str) -> str:
        """Example questions, until the first question was asked."""
        if talk.exchanges:
            return ""
        known = parts.known_place(self._live.current(), region)
        code = known.adcode if known else ""
        return parts.examples_html(self._live.current(), code, self._day(day))

    def _on_open(self, region: str, day: str) -> tuple[str, str]:
        return self._bar(region, day), self._examples(Talk(), region, day)

    def _on_search(self, event: gr.EventData) -> str:
        return parts.hits_html(self._live.current(), sent(event)[0])

    def _on_place(self, day: str, talk: Talk, event: gr.EventData) -> tuple[str, ...]:
        known = parts.known_place(self._live.current(), sent(event)[0])
        region = known.adcode if known else ""
        examples = self._examples(talk, region, day)
        return region, self._bar(region, day), parts.hits_html(self._live.current(), ""), examples

    def _on_day(self, region: str, talk: Talk, event: gr.EventData) -> tuple[str, ...]:
        try:
            day = dt.date.fromisoformat(sent(event)[0]).isoformat()
        except ValueError:
            day = ""
        day = "" if day == self._today().isoformat() else day
        return day, self._bar(region, day), self._examples(talk, region, day)

    def _on_question(
        self, question: str, talk: Talk, region: str, day: str
    ) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            yield ("", *(gr.skip() for _ in range(4)))
            return
        for told in self._asked(question.strip(), talk, region, day):
            yield ("", *told)

    def _on_ask(
        self, talk: Talk, region: str, day: str, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        yield from self._asked(sent(event)[0][:LONGEST], talk, region, day)

    def _asked(self, question: str, talk: Talk, region: str, day: str) -> Iterator[tuple[Any, ...]]:
        assistant = self._live.current()
        for grown in asked(assistant, talk, question, region, self._day(day)):
            talk = grown
            yield grown, parts.talk_html(assistant, grown), gr.skip(), ""
        said = parts.announce_html(last_spoken(talk))
        yield talk, parts.talk_html(assistant, talk), said, ""

    def _on_cite(self, talk: Talk, event: gr.EventData) -> tuple[Any, str]:
        number, _, place = sent(event)[0].partition(".")
        exchange = exchange_at(talk, number)
        answer = exchange.answer if exchange else None
        return self._opened(answer, place, f"exchange-{number}")

    def _on_form_cite(self, answer: Answer | None, event: gr.EventData) -> tuple[Any, str]:
        return self._opened(answer, sent(event)[0].partition(".")[2], "form-result")

    def _opened(self, answer: Answer | None, place: str, back: str) -> tuple[Any, str]:
        citation = parts.cited(answer, place) if answer else None
        shown = parts.notice_html(self._live.current(), citation, back)
        return gr.Column(visible=True), shown

    def _on_close(self) -> tuple[Any, str]:
        return gr.Column(visible=False), ""

    def _on_rate(self, talk: Talk, region: str, event: gr.EventData) -> tuple[Talk, str]:
        value, fields = sent(event)
        number = value or (fields.get("number") or [""])[0]
        note = (fields.get("note") or [""])[0][:LONGEST]
        try:
            talk = rated(talk, number, bool(value), note, region, self._keep)
        except CorpusError as error:
            gr.Warning(str(error) or words()["rate_failed"])
        return talk, parts.talk_html(self._live.current(), talk)

    def _keep(
        self, turns: tuple[str, ...], region: str, answer: Answer, helpful: bool, note: str
    ) -> None:
        verdict = Opinion.HELPFUL if helpful else Opinion.WRONG
        told = Feedback(
            verdict=verdict, turns=turns, region=region or None, answer=answer, note=note
        )
        self._feedback.add(told, dt.datetime.now(dt.UTC))

    def _on_undo(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        return self._back_to(Talk(exchanges=talk.exchanges[:-1]), region, day)

    def _on_clear(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        return self._back_to(Talk(), region, day)

    def _back_to(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        log = parts.talk_html(self._live.current(), talk) if talk.exchanges else ""
        examples = self._examples(talk, region, day)
        return talk, log, parts.announce_html(""), examples, *self._on_close()

    def _on_which(self, event: gr.EventData) -> tuple[str, str]:
        ident = sent(event)[0]
        return parts.form_html(ident if ident in forms() else next(iter(forms()))), ""

    def _on_form(self, region: str, day: str, event: gr.EventData) -> tuple[Answer | None, str]:
        assistant, fields = self._live.current(), sent(event)[1]
        exchange, title = self._filled(assistant, fields, region, self._day(day))
        return exchange.answer, parts.result_html(assistant, title, exchange, self._today())

    def _filled(
        self, assistant: Any, fields: Any, region: str, as_of: dt.date
    ) -> tuple[Exchange, str]:
        """The form's answer, or what is wrong with it."""
        form = forms().get((fields.get("form") or [""])[0]) or next(iter(forms().values()))
        place = parts.known_place(assistant, region)
        bare = Exchange(question="", place=place.name if place else "", as_of=as_of)
        if place is None:
            return bare.model_copy(update={"trouble": words()["form_place_first"]}), form.title
        try:
            sheet = read_sheet(form, fields)
            answer = assistant.fill(sheet.question, sheet.filled, sheet.told, region, as_of)
        except CorpusError as error:
            return bare.model_copy(update={"trouble": str(error)}), form.title
        return bare.model_copy(update={"question": sheet.told, "answer": answer}), form.title
