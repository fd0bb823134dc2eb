"""``goodword rights picture``: given out while a licence covers the use, with credit and licence in the file."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from bot.content.credit import read_marks
from bot.content.media.image import Preview, make_preview
from bot.content.tables import Media
from bot.kernel.clock import utc_now
from bot.operations.check import _credentials
from bot.review.rules import Action
from bot.rights.keys import load_signer
from bot.rights.scope import Proof
from bot.settings import Credentials, Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.operations.test_rights import Installation
from tests.bot.review.support import decision
from tests.bot.rights.support import SITE, Desk, open_desk
from tests.support.certificates import signing_chain
from tests.support.databases import SqliteTemplate


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest_asyncio.fixture
async def items(installation: Installation, sqlite_template: SqliteTemplate) -> dict[str, int]:
    """Items by what stands: licensed for the website, granted and not approved, withdrawn, and without a picture."""
    installation.data.mkdir()
    database = Database(sqlite_template.copy_to(installation.data / "goodword.db"))
    async with open_desk(database, installation.data) as desk:
        desk.now = utc_now() - timedelta(hours=1)  # each step takes it a second further
        desk.signs_with(load_signer(installation.data))
        made = {
            "licensed": await _one(desk, "a", Action.APPROVE),
            "unapproved": await _one(desk, "b", None),
            "withdrawn": await _one(desk, "c", Action.APPROVE, withdrawn=True),
            "bare": await _one(desk, "d", Action.APPROVE, picture=False),
        }
    await database.close()
    return made


async def _one(
    desk: Desk, name: str, action: Action | None, *, withdrawn: bool = False, picture: bool = True
) -> int:
    creator = await desk.room.creator(external_id=name, handle=name, name="Anna Å")
    [item] = await desk.room.queued(1, creator_id=creator, url=f"https://a.example/{name}")
    if picture:
        out = io.BytesIO()
        Image.effect_noise((90, 60), 80).save(out, "JPEG")
        preview = make_preview(out.getvalue(), 10**8)
        assert isinstance(preview, Preview)
        desk.kit.previews.write(preview.name, preview.data)
        async with unit_of_work(desk.database) as session:
            session.add(
                Media(
                    item_id=item,
                    kind="image",
                    url="https://a.example/p.jpg",
                    state="cached",
                    file=preview.name,
                )
            )
    ask = await desk.asked(item, SITE)
    await desk.grant(ask, SITE, Proof.REPLY)
    if action is not None:
        await desk.room.decide(decision(item, action), at=desk.now)
    if withdrawn:
        await desk.withdraw(ask)
    return item


def test_the_file_carries_credit_and_licence(
    installation: Installation, items: dict[str, int], tmp_path: Path
) -> None:
    file = tmp_path / "out.jpg"
    done = installation.run("picture", f"#{items['licensed']}", str(file))
    assert done.exit_code == 0, done.output
    assert "@anna; Licensed to Fjord Coffee for: website; worldwide; until" in done.output
    assert "not signed" in done.output
    said = read_marks(file.read_bytes())
    assert said["photoshop:Credit"] == "@anna"
    assert said["dc:creator"] == "Anna Å"
    assert said["photoshop:Source"] == "Mastodon"


def test_it_is_signed_where_a_certificate_is_configured(
    installation: Installation, items: dict[str, int], tmp_path: Path
) -> None:
    c2pa = pytest.importorskip("c2pa", reason="c2pa-python, an optional part, is not installed")
    chain, file = signing_chain(tmp_path), tmp_path / "out.jpg"
    with installation.config.open("a") as config:
        config.write(f'[credentials]\ncertificate = "{chain.certificate}"\nkey_file = "{chain.key}"\n')
    done = installation.run("picture", str(items["licensed"]), str(file))
    assert done.exit_code == 0, done.output
    assert " signed." in done.output
    assert "not signed" not in done.output
    with c2pa.Reader("image/jpeg", io.BytesIO(file.read_bytes())) as reader:
        assert reader.get_validation_state() == "Valid"
        assert "Anna" in json.dumps(json.loads(reader.json()), ensure_ascii=False)


@pytest.mark.parametrize(
    ("which", "words", "name", "said"),
    [
        ("licensed", ["--use", "ads"], "out.jpg", "has no licence for ads"),
        ("unapproved", [], "out.jpg", "is not approved"),
        ("withdrawn", [], "out.jpg", "has no licence for website"),
        ("bare", [], "out.jpg", "has no picture 1: it has none that is held"),
        ("licensed", ["--number", "2"], "out.jpg", "has no picture 2: it has 1"),
        ("licensed", ["--number", "0"], "out.jpg", "has no picture 0"),
        ("licensed", [], "out.png", "Name the file out.jpg"),
        ("licensed", [], "none/out.jpg", "can't be written"),
    ],
)
def test_what_may_not_be_given_out_is_refused(
    installation: Installation,
    items: dict[str, int],
    tmp_path: Path,
    which: str,
    words: list[str],
    name: str,
    said: str,
) -> None:
    done = installation.run("picture", str(items[which]), str(tmp_path / name), *words)
    assert (done.exit_code, said in " ".join(done.output.split())) == (64, True), done.output
    assert not (tmp_path / name).exists()


def test_an_item_that_nobody_knows(installation: Installation, items: dict[str, int], tmp_path: Path) -> None:
    for item, said in (("999999", "There is no item 999999"), ("1; DROP TABLE item", "is no item")):
        done = installation.run("picture", item, str(tmp_path / "out.jpg"))
        assert (done.exit_code, said in done.output) == (64, True), done.output
    assert items


def test_the_check_says_whether_pictures_are_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("c2pa", reason="c2pa-python, an optional part, is not installed")
    plain = _credentials(Settings(data_dir=tmp_path))
    assert (plain.ok, "unsigned" in plain.detail) == (True, True)
    chain = signing_chain(tmp_path)
    named = Credentials(certificate=chain.certificate, key_file=chain.key)
    good = _credentials(Settings(data_dir=tmp_path, credentials=named))
    assert good.ok, good.detail
    assert "CN=Fjord Coffee" in good.detail
    old = signing_chain(tmp_path, days=0)
    late = Credentials(certificate=old.certificate, key_file=old.key)
    ended = _credentials(Settings(data_dir=tmp_path, credentials=late))
    assert (ended.ok, bool(ended.remedy)) == (False, True)
    monkeypatch.setitem(sys.modules, "c2pa", None)
    missing = _credentials(Settings(data_dir=tmp_path, credentials=named))
    assert not missing.ok
    assert "pip install" in missing.remedy
