"""A letter's MIME: how it is built, that it stays the same, and that no text of others becomes a header."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faces.mail.layout import Sender, compose
from bot.kernel.errors import NeverWorks, TellUser
from bot.kernel.letter import Enclosure, Letter, is_ours, mail_address, masked, written_to
from tests.bot.faces.mail.letters import AT, PIXEL, letter
from tests.support.mail_server import lines, read

SENDER = Sender("stories@brand.example", "Kettle & Fern")
EXPECTED = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
FULL = {
    "html": '<p>Hello <img src="cid:piece" alt="your picture"></p>',
    "enclosures": (
        Enclosure(name="piece.png", media_type="image/png", content=PIXEL, cid="piece"),
        Enclosure(name="Quittung für Åsa.json", media_type="application/json", content=b'{"granted": true}'),
    ),
}


def test_a_text_alone_is_one_part() -> None:
    mail = read(compose(letter(), SENDER).content)
    assert mail.get_content_type() == "text/plain"
    assert lines(mail) == "Hello Ana,\n\nmay we?\n"
    assert set(mail.keys()) == EXPECTED
    assert mail["From"] == "Kettle & Fern <stories@brand.example>"
    assert mail["Date"] == "Fri, 20 Nov 2026 09:30:00 +0000"


def test_html_pictures_and_attachments_each_have_their_place() -> None:
    mail = read(compose(letter(**FULL), SENDER).content)
    shape = [part.get_content_type() for part in mail.walk()]
    assert shape == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/json",
    ]
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<piece>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == PIXEL
    receipt = next(mail.iter_attachments())
    assert receipt.get_filename() == "Quittung für Åsa.json"
    assert receipt.get_content() == b'{"granted": true}'


def test_every_line_can_travel() -> None:
    long = letter(text="å" * 5000 + "\n.\n.." + "x" * 3000, subject="ö" * 300, **FULL)
    content = compose(long, SENDER).content
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\x00" not in content


def test_a_second_time_it_is_the_same_mail() -> None:
    kept = Letter.from_argument(letter(**FULL).as_argument())
    assert kept == letter(**FULL)
    assert compose(kept, SENDER) == compose(letter(**FULL), SENDER)


def test_the_id_tells_occasion_and_address_and_nothing_else() -> None:
    first = compose(letter(), SENDER).message_id
    assert first == compose(letter(text="reworded"), SENDER).message_id
    assert first != compose(letter(key="ask:8:1"), SENDER).message_id
    assert first != compose(letter(to="ben@creator.example"), SENDER).message_id
    assert is_ours(first)
    assert "ana" not in first
    assert written_to(first, "ANA@creator.example")
    assert not written_to(first, "ben@creator.example")
    assert not written_to("<other@brand.example>", "ana@creator.example")


def test_an_answer_joins_its_thread() -> None:
    mail = read(
        compose(
            letter(answers_to="<b@c.example>", thread=("<a@c.example>", "not an id", "<b@c.example>")), SENDER
        ).content
    )
    assert mail["In-Reply-To"] == "<b@c.example>"
    assert mail["References"] == "<a@c.example> <b@c.example>"
    assert mail["Auto-Submitted"] == "auto-replied"


def test_a_long_thread_keeps_its_ends() -> None:
    ids = tuple(f"<{number}@c.example>" for number in range(40))
    named = read(compose(letter(answers_to="<z@c.example>", thread=ids), SENDER).content)[
        "References"
    ].split()
    assert named[0] == "<0@c.example>"
    assert named[-1] == "<z@c.example>"
    assert len(named) == 11


def test_what_programs_read_is_written_as_it_is_however_long() -> None:
    answered, before = f"<{'a' * 150}@prod.example>", f"<{'b' * 90}@x.example>"
    link = f"https://brand.example/p/{'t' * 300}"
    sender = Sender(f"stories@{'d' * 60}.example", "Kettle & Fern")
    to = f"{'a' * 64}@{'c' * 60}.{'c' * 60}.example"
    sent = compose(letter(answers_to=answered, thread=(before,), unsubscribe=link, to=to), sender)
    text = sent.content.decode("ascii")
    assert f"\r\nIn-Reply-To: {answered}\r\n" in text
    assert f"\r\nReferences: {before}\r\n {answered}\r\n" in text
    assert f"\r\nList-Unsubscribe: <{link}>\r\n" in text
    assert f"\r\nMessage-ID: {sent.message_id}\r\n" in text
    assert f"<{sender.address}>" in text
    assert f"<{to}>" in text


def test_what_a_person_sent_is_not_called_automatic() -> None:
    assert read(compose(letter(automatic=False), SENDER).content)["Auto-Submitted"] is None


def test_how_to_end_such_mails_is_said() -> None:
    link = "https://brand.example/p/withdraw?t=abc"
    mail = read(compose(letter(unsubscribe=link, one_click=True, language="sv"), SENDER).content)
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Content-Language"] == "sv"


@pytest.mark.parametrize(
    "link", ["http://brand.example/", "https://", "https://a.example/>\r\nBcc: x@y.example"]
)
def test_an_address_that_is_no_https_address_is_refused(link: str) -> None:
    with pytest.raises(NeverWorks, match="https"):
        compose(letter(unsubscribe=link), SENDER)


HOSTILE = [
    "x\r\nBcc: evil@evil.example",
    "x\n\nbody",
    "x\x00\x0b\x85\u2028Bcc: evil@evil.example",
    '"Ana" <evil@evil.example>, Ben',
    'Äna, <evil@evil.example> "quoted" (c) \\ ; : [x]',
    "=?utf-8?q?x=0D=0ABcc:_evil@evil.example?=",
    "\u202eevil\u202c" * 40,
    "😀" * 200,
    "\ud800 lone",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_others_becomes_a_header_or_an_address(text: str) -> None:
    hostile = letter(
        to_name=text, subject=text, text=text, html=text, answers_to=text, thread=(text,), language=text
    )
    mail = read(compose(hostile, Sender("stories@brand.example", text)).content)
    assert set(mail.keys()) <= {*EXPECTED, "In-Reply-To", "References", "Content-Language"}
    assert len(mail.get_all("Subject", [])) == 1
    for header, address in (("To", "ana@creator.example"), ("From", "stories@brand.example")):
        assert [one.addr_spec for one in mail[header].addresses] == [address]
        assert [found for _, found in getaddresses([_raw(mail, header)])] == [address]


def _raw(mail: EmailMessage, header: str) -> str:
    """As a reader sees it that takes the header apart before it decodes it."""
    content = mail.as_bytes().decode("ascii", "replace")
    unfolded = content.split("\n\n")[0].replace("\n ", " ").replace("\r", "")
    return next(line for line in unfolded.split("\n") if line.startswith(f"{header}:"))[len(header) + 1 :]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_names_and_subjects_say(name: str, subject: str) -> None:
    mail = read(compose(letter(to_name=name, subject=subject), SENDER).content)
    assert set(mail.keys()) == EXPECTED
    assert [one.addr_spec for one in mail["To"].addresses] == ["ana@creator.example"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "ana@",
        "@creator.example",
        "ana@localhost",
        "a na@creator.example",
        "ana@creator.example\r\nRCPT TO:<x@y.example>",
        "<ana@creator.example>",
        "ana@creator.example,ben@creator.example",
        "ana@@creator.example",
        '"ana"@creator.example',
        "ana.@creator.example",
        "ana@[127.0.0.1]",
        "ana@-x-.example",
        f"{'a' * 65}@creator.example",
        f"ana@{'a.' * 125}example",
        "ana@creator.example SIZE=1",
        "\ud800@creator.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(TellUser, match="no mail address"):
        compose(letter(to=address), SENDER)


def test_domains_in_all_scripts_are_written_in_ascii() -> None:
    mail = compose(letter(to=" Åsa@Bücher.Example "), SENDER)
    assert mail.recipient == "Åsa@xn--bcher-kva.example"
    assert mail.utf8
    assert f"\r\nTo: Ana <{mail.recipient}>\r\n".encode() in mail.content
    plain = compose(letter(to="asa@bücher.example"), SENDER)
    assert not plain.utf8
    assert plain.content.isascii()
    assert masked(mail_address("asa@bücher.example")) == "a…@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"html": '<img src="cid:other">', "enclosures": FULL["enclosures"]}, "don't fit"),
        ({"html": "<p>", "enclosures": FULL["enclosures"]}, "don't fit"),
        ({"enclosures": (Enclosure(name="x", media_type="multipart/mixed", content=b""),)}, "no type"),
        ({"enclosures": (Enclosure(name="x", media_type="a/b\r\nX: y", content=b""),)}, "no type"),
        ({"enclosures": (Enclosure(name="\r\n ..", media_type="text/csv", content=b""),)}, "no name"),
        (
            {
                "html": '<img src="cid:a">',
                "enclosures": (Enclosure(name="x", media_type="text/html", content=b"", cid="a"),),
            },
            "Only a picture",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises((NeverWorks, TellUser), match=words):
        compose(letter(**more), SENDER)


def test_a_file_name_is_no_path() -> None:
    sent = letter(enclosures=(Enclosure(name='../../etc/"x".csv', media_type="text/csv", content=b"a"),))
    name = next(read(compose(sent, SENDER).content).iter_attachments()).get_filename()
    assert name is not None
    assert not set('/\\"') & set(name)


def test_what_is_too_large_to_wait_is_refused() -> None:
    big = Enclosure(name="x.bin", media_type="application/octet-stream", content=bytes(2_000_001))
    with pytest.raises(TellUser, match="2,000,000 are possible"):
        letter(enclosures=(big,)).as_argument()


def test_a_letter_keeps_no_secret_in_its_errors() -> None:
    with pytest.raises(ValueError, match="at") as error:
        letter(at="s3cret")
    assert "s3cret" not in str(error.value)
    assert AT.tzinfo is not None
