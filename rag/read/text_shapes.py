"""The shapes of text that are recognised by their content. Knows nothing of files."""

from rag.read.blocks import is_in_blocks, parse_blocks
from rag.read.captions import is_captions, is_sbv, is_web_captions, parse_captions, parse_sbv
from rag.read.chats import (
    is_telegram_text,
    is_whatsapp,
    is_zoom_chat,
    parse_telegram_text,
    parse_whatsapp,
    parse_zoom_chat,
)
from rag.read.formats import TextFormat
from rag.read.sub_station import is_sub_station, parse_sub_station

TEXT_SHAPES: tuple[TextFormat, ...] = (
    TextFormat("vtt", is_web_captions, parse_captions),
    TextFormat("srt", is_captions, parse_captions),
    TextFormat("sbv", is_sbv, parse_sbv),
    TextFormat("ass", is_sub_station, parse_sub_station),
    TextFormat("zoom-chat", is_zoom_chat, parse_zoom_chat),
    TextFormat("whatsapp", is_whatsapp, parse_whatsapp),
    TextFormat("telegram-text", is_telegram_text, parse_telegram_text),
    TextFormat("blocks", is_in_blocks, parse_blocks),
)
"""In the order in which a text is shown to them; what none of them knows is a dialogue or prose."""
