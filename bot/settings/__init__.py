"""Typed settings: a TOML file for everything, environment variables or secret files for secrets.

``goodword.toml`` is looked for in the working directory, or named by ``--config`` or ``GOODWORD_CONFIG``.
Every secret has one environment variable; the same name with ``_FILE`` points at a file that holds it
(Docker and Kubernetes secrets). A secret in the TOML file is refused: such files end up in repositories.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.kernel.errors import FixSettings
from bot.kernel.faults import fault_words
from bot.kernel.log import hide_value
from bot.kernel.origin import Origin
from bot.settings.ambassadors import AmbassadorsSection, disclosing
from bot.settings.contests import ContestsSection
from bot.settings.digest import DigestSection
from bot.settings.links import LinksSection
from bot.settings.section import Section, Target, checked_zone

DEFAULT_FILE = "goodword.toml"
SLACK_SECRETS = {"bot_token": "GOODWORD_SLACK_BOT_TOKEN", "app_token": "GOODWORD_SLACK_APP_TOKEN"}
DISCORD_SECRETS = {"bot_token": "GOODWORD_DISCORD_BOT_TOKEN"}
RIGHTS_SECRETS = {"key": "GOODWORD_RIGHTS_KEY"}
MAIL_SECRETS = {"password": "GOODWORD_MAIL_PASSWORD"}
LINKS_SECRETS = {"key": "GOODWORD_LINKS_KEY"}
SECRETS = {
    "slack": SLACK_SECRETS,
    "discord": DISCORD_SECRETS,
    "rights": RIGHTS_SECRETS,
    "mail": MAIL_SECRETS,
    "links": LINKS_SECRETS,
}
DISCORD_API = "https://discord.com/api/v10"
DISCORD_GATEWAY = "wss://gateway.discord.gg/"
DATABASE_URL = "GOODWORD_DATABASE_URL"
DATA_DIR = "GOODWORD_DATA_DIR"
SOURCE_SECRET = "GOODWORD_SOURCES_{name}_{setting}"  # noqa: S105 - the name of a variable


class Brand(Section):
    """Who we are to creators: used in permission asks and in the user agent."""

    name: str = "Your brand"
    hashtag: str = "#yesbrand"
    handle: str = "@brand"
    website: str = ""
    contact: str = ""


class DatabaseSection(Section):
    """Where rows live. The URL comes from GOODWORD_DATABASE_URL, or is a SQLite file in the data folder."""

    url: SecretStr | None = None
    synchronous: Literal["NORMAL", "FULL"] = "NORMAL"


class Slack(Section):
    """The workspace. Tokens come from the environment only."""

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    api_url: str = "https://slack.com/api/"


class Discord(Section):
    """The server where people take part in contests. Without a bot token the process runs without Discord."""

    bot_token: SecretStr | None = None
    guild: Annotated[str, Field(pattern=r"^\d{0,20}$")] = ""  # its id; empty: the only one the app is in
    channel: str = "contests"  # where contests run that name no channel: a name or an id
    manager_roles: tuple[str, ...] = ()  # names or ids; empty: whoever has the right Manage Server
    winner_role: str = ""  # what winners get where their contest names no role
    language: Literal["en", "sv", "de"] = "en"  # of what everybody reads; private answers are in one's own
    time_zone: Annotated[str, AfterValidator(checked_zone)] = (
        "UTC"  # of a new contest's times where none is chosen
    )
    api_url: str = DISCORD_API
    gateway_url: str = DISCORD_GATEWAY

    @property
    def enabled(self) -> bool:
        return self.bot_token is not None


class Mail(Section):
    """The server that sends our mail. Without a host the process runs without sending mail."""

    host: str = ""
    port: Annotated[int, Field(ge=0, le=65535)] = 0  # 0: 465 for tls, 587 for starttls, 25 for none
    security: Literal["tls", "starttls", "none"] = "tls"  # none: for a server of one's own network only
    user: str = ""
    password: SecretStr | None = None
    sender: str = ""  # the address it comes from, and that undeliverable mail returns to
    sender_name: str = ""  # empty: the brand's name
    reply_to: str = ""  # empty: the sender

    @property
    def enabled(self) -> bool:
        return bool(self.host)


class Review(Section):
    """The queue in Slack: where cards go and when a burst becomes a summary."""

    channel: str = "#content-review"
    notices_channel: str = ""  # source losses and the like; empty: the review channel
    burst: Annotated[int, Field(ge=1, le=200)] = 15
    top: Annotated[int, Field(ge=0, le=50)] = 5
    overflow: Literal["summary", "lists"] = "summary"
    claim_minutes: Annotated[int, Field(ge=1, le=60)] = 5


class Roles(Section):
    """Who may do what: Slack user ids (U...), user group ids (S...) or "@group-handle"."""

    managers: tuple[str, ...] = ()
    moderators: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()
    everyone: Literal["none", "viewer", "moderator", "manager"] = "viewer"


class MediaSection(Section):
    """Previews: a cache with a deadline, never an archive."""

    max_megabytes: Annotated[float, Field(gt=0, le=100)] = 10
    max_megapixels: Annotated[float, Field(gt=0, le=500)] = 50
    keep_days: Annotated[int, Field(ge=1, le=365)] = 30
    disk_megabytes: Annotated[int, Field(ge=10)] = 1000


class Web(Section):
    """The HTTP face: health, signed webhooks, the public pages of draws."""

    enabled: bool = True
    address: Annotated[str, Field(pattern=r"^(https?://[^\s<>|]+)?$")] = (
        ""  # where people reach it from outside
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8700


class Gallery(Section):
    """The public gallery of what creators let us show, with [web]: a page, and a feed for the brand's website."""

    enabled: bool = True
    title: Annotated[str, Field(max_length=120)] = ""  # empty: made of the brand's name
    page_size: Annotated[int, Field(ge=1, le=100)] = 24
    robots: bool = False  # whether search engines may list it
    contact: Annotated[str, Field(pattern=r"^([^\s@<>]+@[^\s@<>]+)?$")] = (
        ""  # mail for removal requests, shown
    )


class Credentials(Section):
    """What exported pictures are signed with (C2PA Content Credentials). Without it they carry credits, unsigned."""

    certificate: Path | None = None  # PEM: the signer's own first, then those that vouch for it
    key_file: Path | None = None  # PEM, unencrypted, for this user alone


class Http(Section):
    """Requests to outside: which private servers sources may read, and which the pictures in content may come
    from (an address in content is anybody's); all other private addresses are refused."""

    allowed: tuple[Annotated[str, Field(pattern=r"^[^\s:]+:\d{1,5}$")], ...] = ()
    pictures: tuple[Annotated[str, Field(pattern=r"^[^\s:]+:\d{1,5}$")], ...] = ()
    pause: Annotated[float, Field(ge=0, le=60)] = 0.5  # seconds between two requests to one host


class Retention(Section):
    """How long pieces that nobody was asked about stay after their source gave them last. Kinds have periods."""

    keep_days: Annotated[int, Field(ge=1, le=3650)] | None = None  # empty: the periods of each kind
    enabled: bool = True  # off: nothing is removed by itself


class Log(Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["auto", "json", "text"] = "auto"


class CampaignSection(Section):
    """A campaign that cards can be added to; what carries its hashtag is added by itself."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    hashtag: str = ""  # with or without #
    leads_to: Target = ""  # where ambassadors' links to its pieces lead; empty: where the programme says


class Rights(Section):
    """Permissions: how often people are asked, how long things last, and the terms. 0 days: never."""

    asks_per_creator: Annotated[int, Field(ge=1, le=50)] = 2  # within ``asks_days``
    asks_days: Annotated[int, Field(ge=1, le=365)] = 30
    remind_after_days: Annotated[int, Field(ge=0, le=90)] = 7
    no_reminders: tuple[str, ...] = ("bluesky", "x", "instagram")  # platforms whose terms frown upon them
    ask_ends_after_days: Annotated[int, Field(ge=0, le=365)] = 14
    licence_days: Annotated[int, Field(ge=0, le=36_500)] = 730  # 0: until withdrawn
    warn_days: Annotated[tuple[Annotated[int, Field(ge=1, le=365)], ...], Field(max_length=5)] = (60, 14)
    uses: Annotated[
        tuple[Literal["website", "mail", "social", "ads", "print", "employees"], ...], Field(min_length=1)
    ] = ("website", "social")
    territory: str = ""  # empty: worldwide
    terms_version: Annotated[str, Field(min_length=1, max_length=40)] = "1"
    terms_file: Path | None = None  # None: the packaged text
    jurisdiction: Annotated[str, Field(max_length=100)] = ""  # whose law applies: what receipts say
    storage_locations: tuple[Annotated[str, Field(max_length=100)], ...] = ()  # where data is kept: the same
    original_megabytes: Annotated[int, Field(ge=1, le=500)] = 50  # of the file that a creator may send along
    key: SecretStr | None = None


class SourceSection(BaseModel):
    """[sources.NAME]: its kind, how often it is polled, and the settings its own folder defines."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    enabled: bool = True
    origin: Origin = Origin.UGC  # of what it finds from now on, where a piece doesn't say so itself
    keep_days: Annotated[int, Field(ge=1, le=3650)] | None = (
        None  # previews; empty: [media] keep_days, or less where the kind's terms say so
    )
    content_days: Annotated[int, Field(ge=1, le=3650)] | None = None  # shortens the kind's, see Retention

    def own(self) -> dict[str, Any]:
        """The settings that belong to the kind's folder, its interval among them."""
        return dict(self.model_extra or {})


class Settings(Section):
    """Everything the operator decides."""

    data_dir: Path = Path("goodword-data")
    brand: Brand = Brand()
    database: DatabaseSection = DatabaseSection()
    slack: Slack = Slack()
    discord: Discord = Discord()
    mail: Mail = Mail()
    review: Review = Review()
    roles: Roles = Roles()
    media: MediaSection = MediaSection()
    web: Web = Web()
    gallery: Gallery = Gallery()
    links: LinksSection = LinksSection()
    credentials: Credentials = Credentials()
    http: Http = Http()
    log: Log = Log()
    retention: Retention = Retention()
    campaigns: tuple[CampaignSection, ...] = ()
    contests: ContestsSection = ContestsSection()
    digest: DigestSection = DigestSection()
    ambassadors: Annotated[AmbassadorsSection, AfterValidator(disclosing)] = AmbassadorsSection()
    rights: Rights = Rights()
    screening: dict[str, dict[str, Any]] = Field(default_factory=dict)
    sources: dict[str, SourceSection] = Field(default_factory=dict)
    templates_dir: Path | None = None  # the operator's own wording of asks; None: the packaged one

    @property
    def database_url(self) -> str:
        if self.database.url is not None:
            return self.database.url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'goodword.db').absolute()}"

    @property
    def media_dir(self) -> Path:
        return self.data_dir / "media"

    @property
    def pictures_dir(self) -> Path:
        """Pictures of licensed items, with credit and licence in them: made again where they are missing."""
        return self.data_dir / "pictures"

    @property
    def evidence_dir(self) -> Path:
        """What was shown when permission was asked. Never served."""
        return self.data_dir / "evidence"


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None, *, must_exist: bool = False
) -> Settings:
    """Read the file and the secrets. Raises FixSettings that names the setting and the remedy."""
    env = os.environ if environment is None else environment
    path = file or Path(env.get("GOODWORD_CONFIG", DEFAULT_FILE))
    must_exist = must_exist or file is not None or "GOODWORD_CONFIG" in env
    raw = _read_toml(path, must_exist=must_exist)
    _refuse_secrets(raw, path)
    _add_secrets(raw, env)
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        raise FixSettings(f"{path} can't be used: {_explain(error)}", remedy=_remedy(path)) from None
    return settings


def _read_toml(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise FixSettings(f"There is no {path}.", remedy="Make one with: goodword init") from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FixSettings(f"{path} is not valid TOML: {error}.", remedy=_remedy(path)) from None
    except OSError as error:
        raise FixSettings(
            f"{path} can't be read: {error.strerror}.", remedy="Check its permissions."
        ) from None


def _refuse_secrets(raw: Mapping[str, Any], path: Path) -> None:
    for part, secrets in SECRETS.items():
        section = raw.get(part)
        for setting, variable in secrets.items():
            if isinstance(section, Mapping) and setting in section:
                raise FixSettings(
                    f"{path} holds {part}.{setting}, a secret.",
                    remedy=f"Remove it there and set {variable}.",
                )


def _add_secrets(raw: dict[str, Any], env: Mapping[str, str]) -> None:
    for part, secrets in SECRETS.items():
        for setting, variable in secrets.items():
            if value := _secret(env, variable):
                raw.setdefault(part, {})[setting] = value
    if value := _secret(env, DATABASE_URL):
        raw.setdefault("database", {})["url"] = value
    if value := env.get(DATA_DIR):
        raw["data_dir"] = value
    sources = raw.get("sources")
    if isinstance(sources, dict):
        for name, section in sources.items():
            if isinstance(section, dict):
                section.update(_source_secrets(name, env))


def secret_variable(source: str, setting: str) -> str:
    """The environment variable of a source's secret: GOODWORD_SOURCES_SHOP_SECRETS."""
    return SOURCE_SECRET.format(name=source.upper().replace("-", "_"), setting=setting.upper())


def _source_secrets(name: str, env: Mapping[str, str]) -> dict[str, str]:
    prefix = secret_variable(name, "")
    found: dict[str, str] = {}
    for variable in env:
        if variable.startswith(prefix):
            bare = variable.removesuffix("_FILE")
            if value := _secret(env, bare):
                found[bare[len(prefix) :].lower()] = value
    return found


def _secret(env: Mapping[str, str], variable: str) -> str | None:
    value = env.get(variable)
    if value is None and (file := env.get(f"{variable}_FILE")):
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise FixSettings(
                f"{variable}_FILE names {file}, which can't be read: {error.strerror}.",
                remedy="Check the path and its permissions.",
            ) from None
    if value:
        hide_value(value)
    return value or None


def _explain(error: ValidationError) -> str:
    """Where and what, without the value: it might be a secret."""
    parts = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(step) for step in problem["loc"])
        parts.append(f"{where}: {fault_words(problem)}")
    return "; ".join(parts) + "."


def _remedy(path: Path) -> str:
    return f"Correct {path}; config/goodword.example.toml shows every setting."
