"""What a person expects of every file in `../shared/formats`, written down after looking into each of them."""

from dataclasses import dataclass
from datetime import date

from rag.config import PROJECT
from rag.errors import UnreadableFile
from rag.types import ParsedTranscript

FOLDER = PROJECT.parent / "shared" / "formats"
ROW = "real file"
"""The property of a test that holds what became of a file, for the table below the tests."""

_SHOWN_CHARACTERS = 36


@dataclass(frozen=True, slots=True)
class Said:
    """One line: its words, of a long one those at both ends (`Hello … bye`), who says it, and the second it begins."""

    words: str
    speaker: str | None = None
    second: float | None = None

    def is_said_in(self, text: str) -> bool:
        """Whether the text is these words, or begins and ends with them."""
        beginning, gap, end = self.words.partition(" … ")
        return text.startswith(beginning) and text.endswith(end) if gap else text == self.words


@dataclass(frozen=True, slots=True)
class RealFile:
    """What has to be read from a file: `holds` are whole lines from its middle.

    The title is that of the file's name where the file itself gives none.
    """

    path: str
    format: str
    segments: int
    first: Said
    last: Said
    speakers: tuple[str | None, ...] = (None,)
    day: date | None = None
    title: str | None = None
    holds: tuple[str, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file without a transcript, and the code of the error that says so."""

    path: str
    code: str


def _talk(path: str, encoding: str) -> RealFile:
    """The same talk of seven captions, saved in several encodings."""
    first = Said("About 2 months … section of YouTube", second=6.5)
    last = Said("So what I thought … awareness day", second=43.0)
    return RealFile(path, "srt", 7, first, last, holds=("And I was commenting, … Ayn Rand",), encoding=encoding)


def _film(path: str, encoding: str) -> RealFile:
    """The same French film of 1,332 captions, none longer than a segment, saved in two encodings."""
    line = "Downloaded From www.AllSubs.org"
    holds = ("LES NOMS, … ÉTÉ MODIFlÉS.", "où le présentateur local régnait en maître.", "- C'est trop … n°2.")
    return RealFile(
        path, "srt", 1332, Said(line, second=1.0), Said(line, second=5839.634), holds=holds, encoding=encoding
    )


def _captions(path: str, format_name: str, segments: int, last: str, second: float, begin: float = 0.5) -> RealFile:
    """Captions without speakers that are counted: `Caption text #1` and so on."""
    return RealFile(
        path, format_name, segments, Said("Caption text #1", second=begin), Said(f"Caption text {last}", second=second)
    )


def _question(path: str, format_name: str, second: float | None = 0.38) -> RealFile:
    """The one question that Whisper heard, in one of the forms that it writes."""
    asked = Said("Dis-moi, est-ce que l'avion vole ?", second=second)
    return RealFile(path, format_name, 1, asked, asked)


_VOICES = ("Speaker 0", "Speaker 1", "Speaker 2")

TRANSCRIPTS: tuple[RealFile, ...] = (
    RealFile(
        "README.md", "md", 2, Said("Samples of the formats … published calls)."), Said("For reading … instead."),
        title="Transcript files as people have them",
    ),
    RealFile(
        "asr-json/assemblyai_transcription.json", "assemblyai-json", 3, Said("Yeah.", "Speaker A", 0.17),
        Said("And I think … we have today.", "Speaker A", 12.778), ("Speaker A",),
    ),
    RealFile(
        "asr-json/assemblyai_utterances.json", "assemblyai-json", 3, Said("Yeah.", "Speaker A", 0.17),
        Said("And I think … we have today.", "Speaker A", 12.778), ("Speaker A",),
    ),
    RealFile(
        "asr-json/aws_transcribe.json", "aws-json", 2, Said("Hello there.", "spk_0", 0.5),
        Said("How are you?", "spk_1", 2.0), ("spk_0", "spk_1"),
    ),
    # 22 stretches between pauses; in three of them a second voice goes on, in one of those with two sentences
    RealFile(
        "asr-json/dg_speakers.json", "deepgram-json", 26, Said("And,", "Speaker 0", 3.04),
        Said("Copy.", "Speaker 1", 162.605), _VOICES, date(2023, 11, 2), holds=("Have a great, great EVA.",),
    ),
    RealFile(
        "asr-json/dg_speakers_no_utterances.json", "deepgram-json", 28,
        Said("And, Jessica, … proud of you.", "Speaker 0", 3.04), Said("Copy.", "Speaker 1", 162.605), _VOICES,
        date(2023, 11, 2), holds=("Have a great, great EVA.",),
    ),
    RealFile(
        "asr-json/dg_transcription.json", "deepgram-json", 3, Said("Yeah.", second=0.08),
        Said("and didn't get … we have today.", second=22.3), day=date(2023, 10, 27),
    ),
    RealFile(
        "asr-json/dg_utterances.json", "deepgram-json", 6, Said("Yeah. … worth celebrating,", second=0.08),
        Said("and didn't get … we have today.", second=22.3), day=date(2023, 10, 27),
    ),
    # no full stop at all: cut where 300 characters are full
    RealFile(
        "asr-json/dg_whisper_transcription.json", "deepgram-json", 2,
        Said("yeah as much … opportunities that", second=0.06), Said("we have today", second=24.68),
        day=date(2023, 11, 14),
    ),
    RealFile(
        "asr-json/rev.json", "rev-json", 2, Said("The contract.", "Speaker 0", 1.02),
        Said("Understood.", "Speaker 1", 2.3), ("Speaker 0", "Speaker 1"),
    ),
    RealFile(
        "asr-json/whisper_timestamped.json", "whisper-json", 4, Said("Yeah, as much … female team,", second=0.12),
        Said("who were skilled … we have today.", second=19.82),
    ),
    RealFile(
        "otter/otter_export.txt", "blocks", 2, Said("Right, let's … percent increase.", "Alice Chen", 1.0),
        Said("Twelve? That's … we budgeted.", "Bob Ferreira", 9.0), ("Alice Chen", "Bob Ferreira"),
    ),
    _talk("srt/bom-utf-16-be.srt", "utf-16"),
    _talk("srt/bom-utf-16-le.srt", "utf-16"),
    _talk("srt/bom-utf-8.srt", "utf-8"),
    _talk("srt/no-indexes.srt", "utf-8"),
    # 37 captions; those with more markup than words are segments of their own all the same
    RealFile(
        "srt/capability_tester.srt", "srt", 37, Said("Don't show this … hidden data", second=0.0),
        Said("Both line should … be showed", second=66.501), holds=("Hidden", "This could be the most … implement"),
    ),
    RealFile(
        "srt/invalid.srt", "srt", 1, Said("This subtitle is invalid", second=1.0),
        Said("This subtitle is invalid", second=1.0),
    ),
    _film("srt/utf-8.srt", "utf-8"),
    _film("srt/windows-1252.srt", "cp1252"),
    RealFile(
        "teams/teams_fixture.vtt", "vtt", 4, Said("Right, let's start with the renewal.", "Alice Chen", 1.0),
        Said("I'd want to see … to anything.", "Bob Ferreira", 12.0), ("Alice Chen", "Bob Ferreira"),
    ),
    RealFile(
        "telegram/personal_chat.json", "telegram-json", 4, Said("Hello!", "Alice"), Said("Got it!", "Bob"),
        ("Alice", "Bob"), date(2024, 1, 15), "Test User", ("Check this important message",),
    ),
    RealFile(
        "telegram/supergroup_with_topics.json", "telegram-json", 4, Said("Hello in General topic!", "User1"),
        Said("Message without topic reference", "User3"), ("User1", "User2", "User3"), date(2024, 1, 10), "Test Group",
    ),
    _captions("webvtt/captions_with_bom.vtt", "vtt", 4, "#4", 16.32),
    RealFile(
        "webvtt/comments.vtt", "vtt", 3, Said("- Ta en kopp varmt te. - Det är inte varmt.", second=135.0),
        Said("- Ta en kopp", second=145.0), holds=("- Har en kopp te. - Det smakar som te.",),
    ),
    RealFile(
        "webvtt/cue_tags.vtt", "vtt", 3, Said("When the moon hits your eye", second=16.5),
        Said("That's amore", second=20.5), holds=("Like a big-a pizza pie",),
    ),
    _captions("webvtt/invalid_timeframe.vtt", "vtt", 7, "#7", 27.28),
    _captions("webvtt/metadata_headers.vtt", "vtt", 2, "#2", 7.0),
    _captions("webvtt/missing_caption_text.srt", "srt", 4, "#5", 21.58),
    _captions("webvtt/sample.sbv", "sbv", 5, "#5", 17.484, begin=0.378),
    _captions("webvtt/sample.srt", "srt", 5, "#5", 21.58),
    _captions("webvtt/sample.vtt", "vtt", 16, "#16", 61.35),
    RealFile("webvtt/styles.vtt", "vtt", 1, Said("- Hello world.", second=0.0), Said("- Hello world.", second=0.0)),
    _captions("webvtt/using_identifiers.vtt", "vtt", 6, "#6", 23.88),
    # each caption repeats the line above it, and the first is music
    RealFile(
        "webvtt/youtube_auto_rolling.vtt", "vtt", 3, Said("the first thing to understand", second=4.4),
        Said("and nobody rebuilt it", second=8.559), holds=("is that the index is stale",),
    ),
    RealFile(
        "webvtt/youtube_dl.vtt", "vtt", 3, Said("yeah", second=286.07),
        Said("this will happen is I'm telling", second=304.08), holds=("what",),
    ),
    _question("whisper/whisper.csv", "whisper-csv"),
    _question("whisper/whisper.srt", "srt"),
    _question("whisper/whisper.tsv", "whisper-tsv"),
    _question("whisper/whisper.txt", "txt", None),
    _question("whisper/whisper.vtt", "vtt"),
    RealFile(
        "whisper/whisper_arabic.json", "whisper-json", 8, Said("حبّي أنصار الهدى", second=1.8),
        Said("ونغمّض كي لا نمسر", second=38.88),
    ),
    RealFile(
        "whisper/whisper_large_apollo11.json", "whisper-json", 15, Said("Apollo 11, Houston. … over.", second=0.36),
        Said("Okay, no problem, … line is.", second=75.11), holds=("Go ahead.", "Roger."),
    ),
    RealFile(
        "whisper/whisper_medium_radio_fr.json", "whisper-json", 61, Said("3", second=0.04), Said("1", second=119.5)
    ),
    RealFile(
        "whisper/whisper_medium_smartphone_fr.json", "whisper-json", 38, Said("C'est évident … comme ça.", second=0.4),
        Said("C'est l'idée … signalétique.", second=168.98), holds=("Il n'y a pas d'équivalent en fait.",),
    ),
    RealFile(
        "whisper/whisper_silence.json", "whisper-json", 29, Said("I'm sorry.", second=0.0),
        Said("I'm sorry.", second=28.46),
    ),
    RealFile(
        "whisper/whisperx_diarized.json", "whisperx-json", 3,
        Said("Right, let's start with the renewal.", "SPEAKER_00", 0.5),
        Said("Twelve? That's … we budgeted.", "SPEAKER_01", 9.1), ("SPEAKER_00", "SPEAKER_01"),
    ),
    # 130 entries; 94 of them are reactions, and the line above a reply says only what it answers
    RealFile(
        "zoom/zoom_chat.txt", "zoom-chat", 36, Said("sounds great", "Sanggu Han", 341.0),
        Said("where we are going … headliner proposals", "Ansgar Dietrichs", 1244.0),
        (
            "Sanggu Han", "stokes", "Parithosh Jayanthi", "kingy_sigp", "Stefan Bratanov", "James He", "Trent",
            "Justin Traglia", "Francesco", "Toni Wahrstätter", "Justin Florentine (Besu)", "Enrico Del Fante (tbenr)",
            "nflaig", "Agnish Ghosh", "Ansgar Dietrichs", "Jihoon", "soispoke", "Mehdi Aouadi", "nixo",
            "Marius van der Wijden",
        ),
        holds=("No, the PR has not been merged yet.", "Finally 🥲", "max efficiency"),
    ),
    RealFile(
        "zoom/zoom_fixture.vtt", "vtt", 3, Said("Can everyone hear me okay?", "Priya Raman", 2.1),
        Said("Great. So here's … the audit.", "Priya Raman", 7.9), ("Priya Raman", "Tom Ableton"),
    ),
    RealFile(
        "zoom/zoom_transcript.vtt", "vtt", 139, Said("Can I get a quick mic check, please?", "Josh Davis", 331.76),
        Said("Dinosaurs!", "Justin Florentine (Besu)", 1219.85),
        (
            "Josh Davis", "Justin Florentine (Besu)", "stokes", "Parithosh Jayanthi", "pk910", "Justin Traglia",
            "Trent",
        ),
    ),
    # 650 captions, 29 of them longer than a segment
    RealFile(
        "zoom/zoom_transcript_long.vtt", "vtt", 681, Said("Hello, hello, … hear me?", "Ansgar Dietrichs", 184.83),
        Said("See ya.", "lightclient", 5660.61),
        (
            "Ansgar Dietrichs", "Guillaume", "Josh Davis", "Barnabas", "spencer", "Sina Mahmoodi",
            "Mercy Boma Naps-Nkari", "Fabio Di Fabio", "Marius van der Wijden", "Felix (Geth)", "Jannik Luhn",
            "Justin Florentine (Besu)", "andrew (erigon)", "Daniel Lehrner (Besu)", "lightclient", "Łukasz Rozmej",
            "Dragan Rakita", "Dustin", "Anders Elowsson", "Danno Ferrin - Tectonic.xyz", "Luis Pinto | Besu", "nixo",
            "Potuz",
        ),
    ),
)  # fmt: skip

REFUSED: tuple[Refused, ...] = (Refused("webvtt/empty.vtt", "empty"),)


def row_of(path: str, outcome: ParsedTranscript | UnreadableFile) -> str:
    """What became of a file in one short line: its format, how many segments and speakers, the first words."""
    if isinstance(outcome, UnreadableFile):
        return f"{path:45} refused: {outcome.code}"
    speakers = {segment.speaker for segment in outcome.segments if segment.speaker}
    words = outcome.segments[0].text[:_SHOWN_CHARACTERS]
    return f"{path:45} {outcome.format:16} {len(outcome.segments):5} {len(speakers):3}  {words}"
