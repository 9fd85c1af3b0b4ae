"""The chats of one library: asking, asking again with other wishes, what was asked before. Knows nothing of pages."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rag.answer.job import AnswerJob, Writer
from rag.library.conversations import Conversations
from rag.questions import Wishes
from rag.types import Conversation, Exchange, ExchangeState, Found

DEFAULT_QUOTES = 10
WIDE_QUOTES = 30
"""How many quotes answer a question about everything, which are shown by session."""
_EARLIER_QUESTIONS = 5
_STOP_SECONDS = 5.0

Search = Callable[[str, int, str, Wishes], Found]


class Chats:
    """Questions, quotes and answers by chat, and the work on the newest of each."""

    def __init__(
        self,
        conversations: Conversations,
        is_searchable: Callable[[], bool],
        search: Search,
        make_writer: Callable[[], Writer],
    ) -> None:
        self._conversations = conversations
        self._is_searchable = is_searchable
        self._search = search
        self._make_writer = make_writer
        self._jobs: dict[str, AnswerJob] = {}
        self._jobs_lock = threading.Lock()

    def ask(self, question: str, conversation_id: str | None = None, wishes: Wishes | None = None) -> AnswerJob:
        """Begin to answer a question in a chat, a new one without an id; it may lean on the questions before it."""
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
        before = self._conversations.exchange(exchange_id)
        if before is None:
            return None
        self._end(self.job(before.conversation_id))
        known = self._conversations.exchange(exchange_id) or before
        anew = replace(known, state=ExchangeState.SEARCHING, answer=None, problem=None, wishes=wishes)
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

    def exchanges(self, conversation_id: str) -> list[Exchange]:
        """The questions of a chat with what was found and answered; the one at work as far as it has come."""
        stored = self._conversations.exchanges(conversation_id)
        job = self.job(conversation_id)
        return [job.exchange if job and job.exchange.id == exchange.id else exchange for exchange in stored]

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a chat another name."""
        self._conversations.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        """Remove a chat with everything in it."""
        self._end(self.job(conversation_id))
        self._conversations.delete(conversation_id)

    def end_jobs(self) -> None:
        """Stop all work and forget it; what it has come to is kept."""
        with self._jobs_lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        self._end(*jobs)

    def _start(self, exchange: Exchange) -> AnswerJob:
        job = AnswerJob(exchange, self._is_searchable, self.search, self._make_writer(), self._conversations.save)
        with self._jobs_lock:
            self._jobs = {key: old for key, old in self._jobs.items() if old.is_running}
            self._jobs[exchange.conversation_id] = job
        job.start()
        return job

    def _end(self, *jobs: AnswerJob | None) -> None:
        at_work = [job for job in jobs if job]
        for job in at_work:
            job.stop()
        for job in at_work:
            job.wait(_STOP_SECONDS)
