"""Settings: what is read from where, and errors that name the setting and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kernel.errors import FixSettings
from bot.kernel.log import hide_secrets
from bot.settings import CampaignSection, Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / "config" / "goodword.example.toml"


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "goodword.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_shows_every_setting_with_its_default() -> None:
    """A setting that the example doesn't show is a setting nobody finds."""
    text = EXAMPLE.read_text(encoding="utf-8")
    shown = load_settings(EXAMPLE, {})
    for name, field in Settings.model_fields.items():
        if name in ("sources", "screening", "templates_dir", "database"):
            continue
        section = CampaignSection if name == "campaigns" else type(getattr(shown, name))
        keys = getattr(section, "model_fields", {name: field})
        for key in keys:
            secret = key in ("bot_token", "app_token", "password") or (name, key) in {
                ("rights", "key"),
                ("links", "key"),
            }
            there = f"{key} =" in text or f"[{name}.{key}]" in text
            assert secret or there, f"{name}.{key} is not in {EXAMPLE.name}"


def test_without_a_file_everything_has_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, {}).review.channel == "#content-review"


def test_secrets_come_from_the_environment_and_are_hidden_from_then_on(tmp_path: Path) -> None:
    file = write(tmp_path, '[sources.shop]\nkind = "webhook"\n')
    env = {"GOODWORD_SLACK_BOT_TOKEN": "bot-token-value", "GOODWORD_SOURCES_SHOP_SECRET": "shop-secret-value"}
    settings = load_settings(file, env)
    assert settings.slack.bot_token is not None
    assert settings.slack.bot_token.get_secret_value() == "bot-token-value"
    assert settings.sources["shop"].own() == {"secret": "shop-secret-value"}
    assert hide_secrets("x bot-token-value shop-secret-value") == "x [hidden] [hidden]"
    assert "bot-token-value" not in repr(settings)


def test_a_secret_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("from-a-file\n", encoding="utf-8")
    settings = load_settings(write(tmp_path, ""), {"GOODWORD_SLACK_APP_TOKEN_FILE": str(secret)})
    assert settings.slack.app_token is not None
    assert settings.slack.app_token.get_secret_value() == "from-a-file"


@pytest.mark.parametrize(
    ("text", "env", "names", "remedy"),
    [
        ("[slack\n", {}, "not valid TOML", "goodword.example.toml"),
        ("[slak]\n", {}, "slak", "goodword.example.toml"),
        ("[review]\nburst = 0\n", {}, "review.burst: must be 1 or more", "goodword.example.toml"),
        ('[review]\nburst = "x"\n', {}, "review.burst: must be a whole number", "goodword.example.toml"),
        ('[review]\noverflow = "x"\n', {}, "review.overflow: must be 'summary' or 'lists'", "example"),
        ("[roles]\nmanagers = 3\n", {}, "roles.managers: must be a list", "goodword.example.toml"),
        ('[slack]\nbot_token = "x"\n', {}, "slack.bot_token", "GOODWORD_SLACK_BOT_TOKEN"),
        ('[mail]\npassword = "x"\n', {}, "mail.password", "GOODWORD_MAIL_PASSWORD"),
        ("", {"GOODWORD_SLACK_APP_TOKEN_FILE": "/nowhere/x"}, "GOODWORD_SLACK_APP_TOKEN_FILE", "path"),
        ('[sources.blog]\nurl = "x"\n', {}, "sources.blog.kind", "goodword.example.toml"),
    ],
)
def test_what_cannot_work_is_named_with_its_remedy(
    tmp_path: Path, text: str, env: dict[str, str], names: str, remedy: str
) -> None:
    with pytest.raises(FixSettings) as caught:
        load_settings(write(tmp_path, text), env)
    assert names in caught.value.message
    assert remedy in caught.value.remedy


def test_a_wrong_value_is_not_repeated(tmp_path: Path) -> None:
    """It might be a secret in the wrong place."""
    with pytest.raises(FixSettings) as caught:
        load_settings(write(tmp_path, '[web]\nport = "s3cret-value"\n'), {})
    assert "s3cret-value" not in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(FixSettings, match="goodword init"):
        load_settings(tmp_path / "missing.toml", {})


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('time_zone = "Europe/Atlantis"', "digest.time_zone"),
        ('holidays = "XX"', "digest.holidays"),
        ('at = "25:00"', "digest.at"),
        ('weekday = "someday"', "digest.weekday"),
        ('quiet_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]', "digest.quiet_days"),
        ('mail = ["nobody"]', "digest.mail"),
        ('[digest.prices]\ncurrency = "euros"', "digest.prices.currency"),
    ],
)
def test_a_digest_that_can_not_come_is_refused(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(FixSettings) as refused:
        load_settings(write(tmp_path, f"[digest]\n{line}\n"), {})
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Nice tea", False),
        ("I work at Teahouse", False),
        ("I work at {company}.", True),
        ("I work at TEA & Co, yes", True),
    ],
)
def test_a_disclosure_names_the_company(tmp_path: Path, text: str, fine: bool) -> None:
    file = write(
        tmp_path,
        f"""
        [brand]
        name = "Tea & Co"
        [[ambassadors.disclosures]]
        language = "en"
        text = "{text}"
        tag = "#employee"
        """,
    )
    if fine:
        assert load_settings(file, {}).ambassadors.disclosures[0].text == text
        return
    with pytest.raises(FixSettings, match="doesn't say whom people work for"):
        load_settings(file, {})
