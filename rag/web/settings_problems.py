"""What went wrong, as the settings page tells it: its reader has asked no question and is at the settings already.

Draws and decides nothing.
"""

from dataclasses import replace

from rag.types import Problem
from rag.web.components import problem_text
from rag.web.texts import keys


def settings_problem(problem: Problem) -> str:
    """One sentence about a problem: the settings' own one, where there is one."""
    own = f"settings_{problem.code}"
    return problem_text(replace(problem, code=own) if f"problem_{own}" in keys() else problem)
