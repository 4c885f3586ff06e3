"""The blocks of the page (页面的搭法): components and what is connected to what; no logic."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from assistant.model import Answer
from assistant.web.feedback import Opinion
from assistant.web.front import Front
from assistant.web.pages import parts
from assistant.web.pages.bridge import own_html, sent
from assistant.web.pages.chat import asked, exchange_at, last_spoken, opinion_of
from assistant.web.pages.filling import filled
from assistant.web.pages.render import render
from assistant.web.pages.talk import Talk
from assistant.web.pages.texts import forms, words
from assistant.web.problems import TOLD, said_of
from corpus.clock import today

LONGEST = 500
AT_ONCE = 16
"""Events of one kind that are worked on at the same time; the others wait their turn."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Gradio's own signs of work would cover what is being read; programs have an interface apart."""

PLACE_KEY, PLACE_SECRET = "wence-place", "wence"
"""The place is kept in the browser. It is no secret; a fixed key lets it outlive a restart."""


def build_pages(front: Front) -> gr.Blocks:
    """The chat and the forms over the newest corpus."""
    built: gr.Blocks = Pages(front).blocks
    return built


class Pages:
    """The components of the page and their handlers; what takes long is left to the front."""

    def __init__(self, front: Front) -> None:
        self._front = front
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
            with gr.Column(scale=3, min_width=200), gr.Tabs():
                with gr.Tab(words()["tab_chat"], id="chat"):
                    self._lay_out_chat()
                with gr.Tab(words()["tab_form"], id="form"):
                    self._lay_out_form()
            with gr.Column(scale=2, min_width=200, elem_id="beside", visible=False) as self.beside:
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
                min_width=120,
            )
            self.send = gr.Button(
                words()["send"], variant="primary", elem_id="send", scale=1, min_width=80
            )

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
        # Asked again while an answer still comes: it waits its turn instead of being dropped.
        sent_by = [self.question.submit, self.send.click]
        typed = [self.question, *asking]
        changed = [self.question, *told]
        gr.on(sent_by, self._on_question, typed, changed, trigger_mode="always_last", **QUIET)
        for event in (self.log.ask, self.examples.ask):
            event(self._on_ask, asking, told, **QUIET)
        opened = [self.beside, self.notice]
        self.log.cite(self._on_cite, self.talk, opened, **QUIET)
        self.log.rate(self._on_rate, self.talk, [self.talk, self.log], **QUIET)
        again = [*told, *opened]
        self.log.undo(self._on_undo, asking, again, **QUIET)
        self.log.clear(self._on_clear, asking, again, **QUIET)

    def _bar(self, region: str, day: str) -> str:
        place = parts.known_place(self._front.live.held, region)
        return parts.bar_html(place, _day(day) if day else None, today())

    async def _examples(self, talk: Talk, region: str, day: str) -> str:
        """Example questions, until the first question was asked."""
        if talk.exchanges:
            return ""
        assistant = self._front.live.held
        known = parts.known_place(assistant, region)
        code = known.adcode if known else ""
        try:
            return await self._front.work(lambda: parts.examples_html(assistant, code, _day(day)))
        except TOLD:
            return ""  # They help, but nobody asked for them.

    async def _on_open(self, region: str, day: str) -> tuple[str, str]:
        return self._bar(region, day), await self._examples(Talk(), region, day)

    async def _on_search(self, event: gr.EventData) -> str:
        wanted = sent(event)[0]
        return await self._front.work(lambda: parts.hits_html(self._front.live.held, wanted))

    async def _on_place(self, day: str, talk: Talk, event: gr.EventData) -> tuple[str, ...]:
        known = parts.known_place(self._front.live.held, sent(event)[0])
        region = known.adcode if known else ""
        hits = parts.hits_html(self._front.live.held, "")
        return region, self._bar(region, day), hits, await self._examples(talk, region, day)

    async def _on_day(self, region: str, talk: Talk, event: gr.EventData) -> tuple[str, ...]:
        try:
            day = dt.date.fromisoformat(sent(event)[0]).isoformat()
        except ValueError:
            day = ""
        day = "" if day == today().isoformat() else day
        return day, self._bar(region, day), await self._examples(talk, region, day)

    async def _on_question(
        self, question: str, talk: Talk, region: str, day: str
    ) -> AsyncIterator[tuple[Any, ...]]:
        if not question.strip():
            yield ("", *(gr.skip() for _ in range(4)))
            return
        emptied: Any = ""  # Once: what is typed while the answer comes is the next question.
        async for told in self._asked(question.strip(), talk, region, day):
            yield (emptied, *told)
            emptied = gr.skip()

    async def _on_ask(
        self, talk: Talk, region: str, day: str, event: gr.EventData
    ) -> AsyncIterator[tuple[Any, ...]]:
        async for told in self._asked(sent(event)[0], talk, region, day):
            yield told

    async def _asked(
        self, question: str, talk: Talk, region: str, day: str
    ) -> AsyncIterator[tuple[Any, ...]]:
        async for grown in asked(self._front, talk, question[:LONGEST], region, _day(day)):
            talk = grown
            yield grown, self._log(grown), gr.skip(), ""
        yield talk, self._log(talk), parts.announce_html(last_spoken(talk)), ""

    def _log(self, talk: Talk) -> str:
        return parts.talk_html(self._front.live.held, talk) if talk.exchanges else ""

    def _on_cite(self, talk: Talk, event: gr.EventData) -> tuple[Any, str]:
        number, _, place = sent(event)[0].partition(".")
        exchange = exchange_at(talk, number)
        answer = exchange.answer if exchange else None
        return self._opened(answer, place, f"exchange-{number}")

    def _on_form_cite(self, answer: Answer | None, event: gr.EventData) -> tuple[Any, str]:
        return self._opened(answer, sent(event)[0].partition(".")[2], "form-result")

    def _opened(self, answer: Answer | None, place: str, back: str) -> tuple[Any, str]:
        citation = parts.cited(answer, place) if answer else None
        shown = parts.notice_html(self._front.live.held, citation, back)
        return gr.Column(visible=True), shown

    def _on_close(self) -> tuple[Any, str]:
        return gr.Column(visible=False), ""

    async def _on_rate(self, talk: Talk, event: gr.EventData) -> tuple[Talk, str]:
        value, fields = sent(event)
        number = value or (fields.get("number") or [""])[0]
        opinion = Opinion.HELPFUL if value else Opinion.WRONG
        note = (fields.get("note") or [""])[0][:LONGEST]
        try:
            await self._front.keep(opinion_of(talk, number, opinion, note))
            talk = talk.with_rating(int(number), opinion.value)
        except TOLD as error:
            gr.Warning(said_of(error))
        return talk, self._log(talk)

    async def _on_undo(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        return await self._back_to(talk.undone(), region, day)

    async def _on_clear(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        return await self._back_to(Talk(), region, day)

    async def _back_to(self, talk: Talk, region: str, day: str) -> tuple[Any, ...]:
        examples = await self._examples(talk, region, day)
        return talk, self._log(talk), parts.announce_html(""), examples, *self._on_close()

    def _on_which(self, event: gr.EventData) -> tuple[str, str]:
        ident = sent(event)[0]
        return parts.form_html(ident if ident in forms() else next(iter(forms()))), ""

    async def _on_form(
        self, region: str, day: str, event: gr.EventData
    ) -> tuple[Answer | None, str]:
        title, exchange = await filled(self._front, sent(event)[1], region, _day(day))
        return exchange.answer, parts.result_html(self._front.live.held, title, exchange, today())


def _day(kept: str) -> dt.date:
    return dt.date.fromisoformat(kept) if kept else today()
