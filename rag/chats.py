"""The chats of one library: asking, asking again or otherwise, finding what was asked. Knows nothing of pages."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from rag.answer.job import AnswerJob, Widen
from rag.answer.writer import Writer
from rag.index.chat_words import sought_words, words_of
from rag.languages import find_words
from rag.library.conversations import AT_WORK, Conversations
from rag.questions import Understanding, Wishes
from rag.types import Conversation, Exchange, ExchangeState, Found

DEFAULT_QUOTES = 10
WIDE_QUOTES = 30
"""How many quotes answer a question about everything, which are shown by session."""
_EARLIER_QUESTIONS = 5
_STOP_SECONDS = 5.0
_READ_AT_ONCE = 50
_UNDERSTOOD_AS: Mapping[str, tuple[str, ...]] = {
    "people": ("people",), "session": ("session", "place"), "dates": ("dates",), "speaker": ("speaker",),
    "acts": ("acts",),
}  # fmt: skip
"""The fields of an understanding that each wish of `without` sets aside."""

Search = Callable[[str, int, str, Wishes], Found]


class Chats:
    """Questions, quotes and answers by chat, and the work on the newest of each."""

    def __init__(
        self,
        conversations: Conversations,
        is_searchable: Callable[[], bool],
        search: Search,
        make_writer: Callable[[], Writer],
        widen: Widen,
    ) -> None:
        self._conversations = conversations
        self._is_searchable = is_searchable
        self._search = search
        self._make_writer = make_writer
        self._widen = widen
        self._jobs: dict[str, AnswerJob] = {}
        self._jobs_lock = threading.Lock()

    def ask(self, question: str, conversation_id: str | None = None, wishes: Wishes | None = None) -> AnswerJob:
        """Begin to answer a question in a chat, a new one without an id; it may lean on the questions before it.

        An answer that is still being written there is stopped and keeps its words.
        """
        if conversation_id:
            self._end(self.job(conversation_id))
        conversation = self._conversations.find(conversation_id) if conversation_id else None
        if conversation is None:
            conversation = self._conversations.create(question)
        earlier = [exchange.question for exchange in self._conversations.exchanges(conversation.id)]
        history = tuple(earlier[-_EARLIER_QUESTIONS:])
        wishes = replace(wishes or Wishes(), history=history, asked=date.today())
        return self._start(self._conversations.add_exchange(conversation.id, question, wishes))

    def ask_again(self, exchange_id: int, wishes: Wishes) -> AnswerJob | None:
        """Begin to search and answer a question anew, in its place; None when its chat is gone.

        What was found before stays until the search is done.
        """
        known = self._at_rest(exchange_id)
        if known is None:
            return None
        anew = replace(known, state=ExchangeState.SEARCHING, answer=None, problem=None, wishes=wishes)
        self._conversations.save(anew)
        return self._start(anew)

    def ask_instead(self, exchange_id: int, question: str, whole: Understanding) -> AnswerJob | None:
        """Begin to answer another question in the place of one; None when its chat is gone.

        Of the wishes those stay that still apply to `whole`, which is what would be understood without any.
        """
        before = self._at_rest(exchange_id)
        if before is None or not self._conversations.change_question(exchange_id, question):
            return None
        wishes = replace(_still_applying(before.wishes, whole), asked=date.today())
        anew = Exchange(exchange_id, before.conversation_id, question, ExchangeState.SEARCHING, wishes=wishes)
        self._conversations.save(anew)
        return self._start(anew)

    def search(self, question: str, wishes: Wishes) -> Found:
        """The quotes for a question, more of them for one about everything. Raises what the search raises."""
        found = self._search(question, DEFAULT_QUOTES, "", wishes)
        return self._search(question, WIDE_QUOTES, "", wishes) if found.is_wide else found

    def job(self, conversation_id: str) -> AnswerJob | None:
        """The newest work on a chat, or None when there was none in this process."""
        with self._jobs_lock:
            return self._jobs.get(conversation_id)

    def all(self) -> list[Conversation]:
        """All chats, the newest first."""
        return self._conversations.all()

    def find(self, conversation_id: str) -> Conversation | None:
        """The chat with this id, or None."""
        return self._conversations.find(conversation_id)

    def with_words(self, typed: str) -> list[Conversation]:
        """The chats whose name, questions, answers or quotes hold the words in any form, the newest first.

        The last word may not be typed to its end.
        """
        self._keep_words()
        holding = self._conversations.with_words(sought_words(typed))
        return [chat for chat in self.all() if chat.id in holding or find_words(chat.title, typed)]

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        """The questions of a chat with what was found and answered; the one at work as far as it has come."""
        return [self._as_it_stands(stored) for stored in self._conversations.exchanges(conversation_id)]

    @staticmethod
    def is_answering(exchange: Exchange) -> bool:
        """Whether more is to come of a question that `exchanges` gave."""
        return exchange.state in AT_WORK

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a chat another name."""
        self._conversations.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        """Remove a chat with everything in it."""
        self._end(self.job(conversation_id))
        self._conversations.delete(conversation_id)

    def is_at_work(self) -> bool:
        """Whether a question is being answered."""
        with self._jobs_lock:
            return any(job.is_running for job in self._jobs.values())

    def end_jobs(self) -> None:
        """Stop all work and forget it; what it has come to is kept."""
        with self._jobs_lock:
            jobs = list(self._jobs.values())
        self._end(*jobs)

    def _start(self, exchange: Exchange) -> AnswerJob:
        def save(come_to: Exchange) -> None:
            self._save(job, come_to)

        job = AnswerJob(exchange, self._is_searchable, self.search, self._make_writer(), self._widen, save)
        with self._jobs_lock:
            earlier = self._jobs.get(exchange.conversation_id)
            self._jobs = {key: old for key, old in self._jobs.items() if old.is_running}
            self._jobs[exchange.conversation_id] = job
        if earlier:  # two windows asked at one time
            earlier.stop()
        job.start()
        return job

    def _save(self, job: AnswerJob, exchange: Exchange) -> None:
        """Store what a job has come to, unless it was ended: by then something else may stand in its place."""
        with self._jobs_lock:
            if self._jobs.get(exchange.conversation_id) is not job:
                return
            self._conversations.save(exchange)
        if exchange.state not in AT_WORK:
            self._keep_words()

    def _at_rest(self, exchange_id: int) -> Exchange | None:
        """A question once nothing is at work in its chat any more; None when the chat is gone."""
        exchange = self._conversations.exchange(exchange_id)
        if exchange:
            self._end(self.job(exchange.conversation_id))
        return self._conversations.exchange(exchange_id)

    def _as_it_stands(self, stored: Exchange) -> Exchange:
        """A question as far as it has come: its end may be stored later than reached, or not at all."""
        is_open = stored.state in AT_WORK
        job = self.job(stored.conversation_id)
        if job and job.exchange.id == stored.id and (job.is_running or is_open):
            return job.exchange
        return replace(stored, state=ExchangeState.STOPPED) if is_open else stored

    def _keep_words(self) -> None:
        """Make what was asked, answered and quoted since the last time findable; in parts, so that others get on."""
        while self._conversations.keep_words(words_of, _READ_AT_ONCE) == _READ_AT_ONCE:
            continue

    def _end(self, *jobs: AnswerJob | None) -> None:
        """Stop jobs, wait a while until they have stored what they came to, and forget them."""
        ended = [job for job in jobs if job]
        for job in ended:
            job.stop()
        for job in ended:
            job.wait(_STOP_SECONDS)
        with self._jobs_lock:
            self._jobs = {key: job for key, job in self._jobs.items() if job not in ended}


def _still_applying(wishes: Wishes, whole: Understanding) -> Wishes:
    """The wishes about what is understood: what was set aside and is there again, who was meant and still may be."""
    without = tuple(key for key in wishes.without if any(getattr(whole, name) for name in _UNDERSTOOD_AS[key]))
    return replace(wishes, without=without, people=tuple(name for name in wishes.people if name in whole.choices))
