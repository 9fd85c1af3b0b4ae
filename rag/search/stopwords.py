"""Words that say nothing about what is asked, as stems. Knows nothing of searching."""

from rag.index.stems import find_stems

_WORDS = """
а без был была были было быть в вам вас вот все всё вы где да для до его ее её если есть еще ещё же за и из или им их
к как какая какие какой какую когда которая которое которые который кто ли мне мной мы на над нам нас не него нее неё
нет ни них но ну о об он она они оно от по под после при про с сам себе себя со так там тебе тебя то тогда того тоже
той только том тот ты у уже чего чем что чтобы эта эти это этой этом этот я мой моя моё мои свой твой
говорил говорила говорили сказал сказала сказали рассказал рассказала
a about all am an and any are as at be been but by can could did do does for from had has have he her him his how i if
in into is it its me my of on or our she so some than that the their them then there they this to was we were what when
where which who whom why will with would you your say said tell told
"""

STOP_STEMS = frozenset(stem.text for stem in find_stems(_WORDS))
