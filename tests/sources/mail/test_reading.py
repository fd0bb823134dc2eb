"""A mail taken apart, whatever it is made of."""

from __future__ import annotations

import base64
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.letter import message_id
from bot.sources.mail.automatic import automatic, bounce_of, is_newsletter
from bot.sources.mail.decoding import addresses, decode, header, words
from bot.sources.mail.proof import is_proven
from bot.sources.mail.reading import ReadMail, Unreadable, parse, read_mail
from tests.sources.mail.mails import mail

OURS = message_id("ask:1", "ana@creator.example", "brand.example")


def read(octets: bytes) -> ReadMail:
    return read_mail(parse(octets))


def read_or_named(octets: bytes) -> ReadMail | str:
    """What was read, or why nothing was."""
    try:
        return read(octets)
    except Unreadable as error:
        return str(error)


def raw(head: str, body: bytes = b"hello") -> bytes:
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def test_an_ordinary_mail() -> None:
    found = read(mail(In_Reply_To="<b@x.example>", References="<a@x.example> <b@x.example>"))
    assert found.message_id == "one@creator.example"
    assert found.answers_to == ("b@x.example", "a@x.example")
    assert (found.name, found.address, found.subject) == ("Ana", "ana@creator.example", "My bottle")
    assert found.recipients == {"stories@brand.example"}
    assert found.text == "The lid seals well."
    assert found.notes == ()


def full() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "Åsa Öberg <asa@creator.example>"
    made["Subject"] = "Flaskan – min åsikt 😀"
    made.set_content("Den är tät.\n")
    made.add_alternative("<p>Den är <b>tät</b>.</p>", subtype="html")
    made.add_attachment(b"\x89PNG" + bytes(996), "image", "png", filename="Flaska på berget.png")
    made.add_attachment(mail().decode(), subtype="plain", filename="../../etc/passwd")
    return made


def test_alternatives_and_attachments() -> None:
    found = read(full().as_bytes())
    assert found.text == "Den är tät."
    assert found.name == "Åsa Öberg"
    assert found.subject == "Flaskan – min åsikt 😀"
    assert [one.name for one in found.attachments] == ["Flaska på berget.png", "passwd"]
    assert str(found.attachments[0]) == "Flaska på berget.png (image/png, 1,000 bytes)"


def test_html_alone_and_an_empty_plain_part() -> None:
    made = EmailMessage(policy=SMTP)
    made.set_content(" \n")
    made.add_alternative("<p>Yes<script>alert(1)</script></p><blockquote>no</blockquote>", subtype="html")
    found = read(made.as_bytes())
    assert found.text == "Yes"
    assert "quoted text was left out" in found.notes


def test_texts_around_a_picture_belong_together() -> None:
    made = EmailMessage(policy=SMTP)
    made.set_content("Before.")
    made.add_attachment(b"x", "image", "jpeg", filename="a.jpg")
    made.add_attachment("After.", subtype="plain", disposition="inline")
    found = read(made.as_bytes())
    assert found.text == "Before.\n\nAfter."


@pytest.mark.parametrize(
    ("charset", "octets", "text", "noted"),
    [
        ("utf-8", "blå".encode(), "blå", False),
        ("iso-8859-1", "blå".encode("latin-1"), "blå", False),
        ("windows-1251", "да".encode("cp1251"), "да", False),
        ("iso-2022-jp", "はい".encode("iso2022_jp"), "はい", False),
        ("gb2312", "好".encode("gb18030"), "好", False),
        ("utf-8", "blå".encode("latin-1"), "blå", True),
        ("x-unknown", "blå".encode(), "blå", True),
        ("us-ascii", "blå".encode(), "blå", True),
        ("unicode_escape", b"\\x3cb", "\\x3cb", True),
        ("punycode", b"a" * 1000, "a" * 1000, True),
        ("zip", b"abc", "abc", True),
        ("rot13", b"abc", "abc", True),
        ("utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-", True),
        ("\x00", b"abc", "abc", True),
        ("x" * 5000, b"abc", "abc", True),
    ],
)
def test_charsets(charset: str, octets: bytes, text: str, noted: bool) -> None:
    assert decode(octets, charset)[0] == text
    assert (decode(octets, charset)[1] is not None) is noted


def test_octets_that_are_nothing() -> None:
    text, note = decode(b"\x81\xff\xfe", None)
    assert "\ufffd" in text
    assert note


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?bl=C3=A5?=", "blå"),
        ("=?utf-8?b?YmzDpQ==?= =?utf-8?q?_x?=", "blå x"),
        ("=?x-nothing?q?abc?=", "abc"),
        ("=?utf-8?b?not base64!?=", "=?utf-8?b?not base64!?="),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("=?utf-8?q?=00=07x?=", "x"),
        ("plain =? text", "plain =? text"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert words(value) == text


def test_a_name_cannot_pass_for_an_address() -> None:
    sender = "=?utf-8?q?=22Boss=22_=3Cboss=40brand=2Eexample=3E=2C?= <evil@evil.example>"
    assert addresses(parse(raw(f"From: {sender}")), "From")[0][1] == "evil@evil.example"


def test_raw_octets_in_headers() -> None:
    octets = b"From: \xc3\x85sa <asa@creator.example>\r\nSubject: bl\xe5\r\n\r\nx"
    found = read(octets)
    assert (found.name, found.subject) == ("Åsa", "blå")


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00" * 1000,
        b"no headers at all",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n--a\r\n--a--',
        b"Content-Type: text/plain; charset=\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n!!!",
        b"Content-Type: text/plain; charset*=utf-8''%ff%fe\r\n\r\nx",
        b'From: <<<<>>>>(((\r\nTo: "\r\nDate: tomorrow\r\n\r\nx',
        b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nx",
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a--",
        b"Subject: " + b"=?utf-8?q?x?= " * 20_000 + b"\r\n\r\nx",
        b"References: " + b"<a@b> " * 100_000 + b"\r\n\r\nx",
        b"From: " + b"(" * 100_000 + b"\r\n\r\nx",
        b"To: " + b"a@b.example, " * 50_000 + b"\r\n\r\nx",
        b"Content-Type: text/plain; " + b"a=b; " * 50_000 + b"\r\n\r\nx",
        b'Content-Disposition: attachment; filename="' + b"=?utf-8?q?=2F?=" * 10_000 + b'"\r\n\r\nx',
        b"Content-Type: text/html\r\n\r\n" + b"<blockquote><b>" * 30_000,
    ],
)
def test_broken_mails_are_read_or_named(octets: bytes) -> None:
    started = time.monotonic()
    found = read_or_named(octets)
    assert found
    if isinstance(found, ReadMail):
        assert "\x00" not in found.text + found.subject + found.name
        assert len(found.recipients) <= 500
    assert time.monotonic() - started < 5


def nested(depth: int) -> bytes:
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return (opened + "Content-Type: text/plain\r\n\r\ndeep").encode()


@pytest.mark.parametrize("depth", [30, 300, 3000])
def test_nesting_has_an_end(depth: int) -> None:
    found = read_or_named(nested(depth))
    said = found if isinstance(found, str) else " ".join(found.notes)
    assert "more parts than are looked at" in said or "not as mail is built" in said


def test_a_thousand_parts() -> None:
    part = b"--a\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    found = read(b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n' + part * 5000 + b"--a--")
    assert "it has more parts than are looked at" in found.notes or found.text.count("x") <= 200


def test_a_mail_that_was_cut_off_says_what_it_can() -> None:
    octets = full().as_bytes()
    found = read(octets[: len(octets) // 2])
    assert found.text == "Den är tät."


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from(
        [
            b"",
            b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n",
            b"Content-Type: text/html; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        ]
    ),
)
def test_whatever_comes(octets: bytes, head: bytes) -> None:
    found = read_or_named(head + octets)
    assert found
    if isinstance(found, ReadMail):
        assert found.text.encode().decode() == found.text


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, None),
        ({"Auto_Submitted": "no"}, None),
        ({"Auto_Submitted": "auto-replied; owner=x"}, "an automatic answer"),
        ({"Auto_Submitted": "auto-generated"}, "sent by a program"),
        ({"X_Autoreply": "yes"}, "an automatic answer"),
        ({"Precedence": "auto_reply"}, "an automatic answer"),
        ({"Precedence": "bulk"}, "sent in bulk"),
        ({"Return_Path": "<>"}, "a report about another mail"),
        ({"From": "MAILER-DAEMON@x.example"}, "sent by a program"),
        ({"From": "noreply@x.example"}, "sent by a program"),
        (
            {"Content_Type": "multipart/report; report-type=disposition-notification"},
            "a report about another mail",
        ),
        ({"List_Id": "<x.example>", "Precedence": "bulk"}, None),
    ],
)
def test_what_no_person_wrote(headers: dict[str, str], why: str | None) -> None:
    given = {name: value for name, value in headers.items() if name != "Content_Type"}
    octets = mail(**given)
    if "Content_Type" in headers:
        octets = octets.replace(
            b'Content-Type: text/plain; charset="utf-8"', f"Content-Type: {headers['Content_Type']}".encode()
        )
    assert automatic(parse(octets)) == why
    assert is_newsletter(parse(octets)) is ("List_Id" in headers)


BOUNCE = """From: MAILER-DAEMON@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@creator.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--b
Content-Type: {kind}

Message-ID: {identity}
Subject: May we?

--b--
"""


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_bounce_of_ours_is_known(kind: str) -> None:
    text = BOUNCE.format(action="failed", kind=kind, identity=OURS)
    bounce = bounce_of(parse(text.encode()))
    assert bounce is not None
    assert (bounce.message_id, bounce.why, bounce.final) == (OURS, "550 5.1.1 no such user", True)
    delayed = bounce_of(parse(text.replace("failed", "delayed").encode()))
    assert delayed is not None
    assert not delayed.final
    assert bounce_of(parse(text.replace(OURS, "<x@y.example>").encode())) is None
    assert bounce_of(parse(mail(In_Reply_To=OURS))) is None


PROOF = "mx.brand.example 1; spf=pass smtp.mailfrom=ana@creator.example; dkim=none"


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        ([PROOF], True),
        (["mx.brand.example; dmarc=pass (p=reject) header.from=creator.example"], True),
        (["mx.brand.example; dkim=pass header.d=creator.example header.s=k"], True),
        (["mx.brand.example; dkim=pass header.i=@creator.example"], True),
        (["MX.Brand.Example; DMARC=Pass header.from=Creator.example"], True),
        ([], False),
        (["mx.evil.example; dmarc=pass header.from=creator.example"], False),
        (["mx.evil.example; dmarc=pass header.from=creator.example", PROOF], False),
        (["mx.brand.example; dmarc=fail header.from=creator.example"], False),
        (["mx.brand.example; dmarc=none header.from=creator.example"], False),
        (["mx.brand.example; dkim=pass header.d=evil.example"], False),
        (["mx.brand.example; spf=pass smtp.mailfrom=x@evil.example"], False),
        (
            ["mx.brand.example; dkim=fail (dmarc=pass header.from=creator.example) header.d=creator.example"],
            False,
        ),
        (["(mx.brand.example;) mx.evil.example; dmarc=pass header.from=creator.example"], False),
        (["mx.brand.example"], False),
        ([""], False),
    ],
)
def test_who_vouches(results: list[str], proven: bool) -> None:
    top = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    assert is_proven(parse(top + mail()), "mx.brand.example") is proven
    assert not is_proven(parse(top + mail()), "")


def test_two_senders_are_no_sender() -> None:
    top = f"Authentication-Results: {PROOF}\r\nFrom: boss@brand.example\r\n".encode()
    message = parse(top + mail())
    assert not is_proven(message, "mx.brand.example")
    assert "it names several senders" in read_mail(message).notes
    assert header(message, "From") == "boss@brand.example"


def test_base64_that_is_broken_off_is_read_as_far_as_it_goes() -> None:
    body = base64.b64encode("Den är tät. ".encode() * 100)[:-3]
    found = read(raw("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", body))
    assert found.text.startswith("Den är tät.")
