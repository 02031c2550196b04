# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of the simulator shows what there is, and no secret; whole without a script, alive in a browser with one."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
import requests
from browser import browser, program
from simulated import simulator
from tree import ROOT

SECRET = "value-of-a-config-var"
VIEWS = ("apps", "pipelines", "teams", "spaces", "requests")
HOSTILE = "<img><script>document.title</script>"


class Cards(HTMLParser):
    """What a page says: the texts of each card (or unfolding row) by its heading's label, and of all the rest."""

    def __init__(self, text):
        super().__init__()
        self.cards, self.links, self.marks = [], [], []
        self._open, self._label, self._heading = [], "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("input", "link", "meta"):
            return
        self._open.append((tag, dict(attrs).get("class") or ""))
        if tag == "article":
            self.cards.append({"title": []})
            self._label = "title"
        elif tag == "h4":
            self._label = ""
        elif tag == "li" and self.cards and self._label:
            self.cards[-1].setdefault(self._label, []).append("")
        elif tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _class in self._open]
        if "article" not in tags:
            return
        if tags[-1] == "h4":
            self._label = data
        elif self._label == "title":
            self.cards[-1]["title"].append(data)
        elif "li" in tags:
            self.cards[-1][self._label][-1] += data


def page(api, query=""):
    """The page as HTML."""
    answer = requests.get(f"{api.url}/{query}", timeout=30)
    assert answer.status_code == 200
    return answer.text


def cards(api, query=""):
    """The cards of a view by what they are called: their lists by label, and the texts of the title."""
    return {card["title"][0]: card for card in Cards(page(api, query)).cards}


def rows(html):
    """The listed requests as (method, path, status), the newest first."""
    found = re.findall(
        r'<summary>.*?<b class="method \w+">(\w+)</b><code class="path">([^<]*)</code>(.*?)</summary>', html
    )
    return [(method, path, re.findall(r">([^<>]+)</span>", badges)[-1]) for method, path, badges in found]


def test_an_app_is_shown_with_all_that_it_has(api):
    api.app("shop", region="eu")
    api.patch("/apps/shop/config-vars", {"ZED": SECRET, "ALPHA": SECRET})
    api.deploy("shop", worker="bin/work", web="bin/web")
    api.patch(
        "/apps/shop/formation", {"updates": [{"type": name, "size": "standard-2x"} for name in ("web", "worker")]}
    )
    for hostname in ("www.example.com", "example.com"):
        api.post("/apps/shop/domains", {"hostname": hostname, "sni_endpoint": None})
    addon = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})
    app = cards(api)["shop"]
    newest = [f"v{item['version']}" for item in reversed(api.get("/apps/shop/releases"))]
    assert app["title"][1:] == [newest[0], "owner@example.com · eu · heroku-24"]
    assert [text.strip() for text in app["Formation"]] == ["web 1 \u00d7 Standard-2X", "worker 0 \u00d7 Standard-2X"]
    assert app["Domains"] == ["example.com", "www.example.com"]
    assert app["Config vars"] == sorted(api.get("/apps/shop/config-vars"))
    assert app["Add-ons"] == [f"heroku-postgresql:essential-0 {addon['name']} DATABASE"]
    assert [text.split()[0] for text in app["Releases"]] == newest[:3]
    everything = page(api, "?app=shop")
    assert re.findall(r"<b>(v\d+)</b>", everything) == newest
    targets = [item["cname"] for item in api.get("/apps/shop/domains") if item["kind"] == "custom"]
    assert [target for target in targets if target not in everything] == []
    assert SECRET not in page(api) + everything


def test_what_is_special_about_an_app_is_told(api):
    app = api.app("shop")
    api.patch("/apps/shop", {"maintenance": True})
    pipeline = api.post("/pipelines", {"name": "line"})
    api.post("/pipeline-couplings", {"app": app["id"], "pipeline": pipeline["id"], "stage": "staging"})
    assert cards(api)["shop"]["title"][1:3] == ["line: staging", "maintenance"]


def test_dynos_that_crashed_are_seen(api):
    api.app("shop")
    api.deploy("shop", web="exit 1")
    assert 'title="1 crashed"' in page(api)
    assert 'title="1 crashed"' in page(api, "?app=shop")


def test_the_image_that_a_process_type_runs_is_shown(api):
    api.app("shop", stack="container")
    digest = f"sha256:{'ab' * 32}"
    api.running.backdoor("POST", "images", {"app": "shop", "type": "web", "digest": digest})
    updates = [{"type": "web", "docker_image": digest}]
    api.patch("/apps/shop/formation", {"updates": updates}, variant="docker-releases")
    assert cards(api)["shop"]["Formation"] == ["web 1 \u00d7 Basic abababababab"]


def test_an_attached_add_on_is_of_another_app(api):
    for name in ("shop", "office"):
        api.app(name)
    addon = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})
    api.post("/addon-attachments", {"addon": addon["name"], "app": "office", "name": "THEIRS"})
    [text] = cards(api)["office"]["Add-ons"]
    assert text == f"heroku-postgresql:essential-0 {addon['name']} THEIRS of shop"


def test_releases_are_shown_without_what_heroku_writes_for_its_tools(api):
    api.app("shop")
    name = api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})["name"]
    assert any("@ref" in release["description"] for release in api.get("/apps/shop/releases"))
    html = page(api, "?app=shop")
    assert f"Attach DATABASE ({name})" in html
    assert "@ref" not in html


def test_everything_is_in_the_order_of_its_name_unless_told_otherwise(api):
    for name in ("shop", "apple", "pear"):
        api.app(name)
        api.post("/pipelines", {"name": f"{name}-line"})
    assert list(cards(api)) == ["apple", "pear", "shop"]
    assert list(cards(api, "?view=pipelines")) == ["apple-line", "pear-line", "shop-line"]
    teams = list(cards(api, "?view=teams"))
    assert teams == sorted(teams)
    assert "acme" in teams
    api.clock(advance=5)
    api.patch("/apps/pear", {"maintenance": True})
    assert next(iter(cards(api, "?order=changed"))) == "pear"


def test_apps_are_found_by_words(api):
    api.app("shop", region="eu")
    api.app("office")
    api.post("/teams/apps", {"name": "kiosk", "team": "acme"})
    assert list(cards(api, "?q=EU")) == ["shop"]
    assert list(cards(api, "?q=owner us")) == ["office"]
    assert list(cards(api, "?q=acme")) == ["kiosk"]
    assert "No app has all of these words." in page(api, "?q=nowhere")


def test_many_apps_are_shown_page_by_page(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text("apps:\n  - {name: 'shop-{n}', count: 120}\n", encoding="utf-8")
    api = make_api(world=world)
    names = sorted(f"shop-{number}" for number in range(1, 121))
    seen = [list(cards(api, f"?page={number}")) for number in (1, 2, 3)]
    assert [len(found) for found in seen] == [50, 50, 20]
    assert [name for found in seen for name in found] == names
    assert list(cards(api, "?page=99")) == seen[-1]
    assert list(cards(api, "?page=x")) == seen[0]
    assert {"?page=2", "?page=3"} < set(Cards(page(api)).links)


def test_a_pipeline_is_shown_with_its_apps_by_stage(api):
    pipeline = api.post("/pipelines", {"name": "line"})
    for name, stage in (("web", "production"), ("office", "production"), ("trial", "staging")):
        app = api.app(name)
        api.post("/pipeline-couplings", {"app": app["id"], "pipeline": pipeline["id"], "stage": stage})
    line = cards(api, "?view=pipelines")["line"]
    assert line["staging"] == ["trial"]
    assert line["production"] == ["office", "web"]


def test_a_team_is_shown_with_its_people_and_what_it_owns(api):
    api.post("/teams/apps", {"name": "shop", "team": "acme"})
    team = cards(api, "?view=teams")["acme"]
    assert "owner@example.com admin" in team["People"]
    assert team["Private Spaces"] == ["acme-space"]
    assert team["Apps"] == ["shop"]
    assert "acme · us · heroku-24" in cards(api)["shop"]["title"]


def test_a_space_is_shown_with_its_network(api):
    api.post("/teams/apps", {"name": "inside", "team": "acme", "space": "acme-space"})
    space = cards(api, "?view=spaces")["acme-space"]
    assert space["title"][1:] == ["allocated", "acme · virginia"]
    assert space["Goes out from"] == api.get("/spaces/acme-space/nat")["sources"]
    assert space["Comes in"] == ["allow 0.0.0.0/0"]
    assert space["Apps"] == ["inside"]
    assert "pcx-0123456789abcdef2 active" in space["Peerings"]


def test_requests_are_listed_and_filtered(api):
    api.app("shop")
    api.as_("simulator-token-other").send("GET", "/apps/shop", status=403, User_Agent="curl/8")
    api.fault(fault="unavailable", path="/regions")
    api.send("GET", "/regions", status=503)
    everything = rows(page(api, "?view=requests"))
    assert everything == [("GET", "/regions", "503"), ("GET", "/apps/shop", "403"), ("POST", "/apps", "201")]
    for query, expected in (
        ("method=POST", everything[2:]),
        ("outcome=4", everything[1:2]),
        ("outcome=bad", everything[:2]),
        ("path=SHOP", everything[1:2]),
        ("by=other@", everything[1:2]),
        ("by=curl", everything[1:2]),
        ("faults=1", everything[:1]),
        ("method=DELETE", []),
    ):
        assert rows(page(api, f"?view=requests&{query}")) == expected, query
        assert rows(page(api, f"?{query}")) == expected, query  # the list stands beside the apps too
    assert "None pass the filters." in page(api, "?view=requests&method=DELETE")


def test_an_app_that_is_gone_is_said_to_be(api):
    assert "There is no app" in page(api, "?app=shop")


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shows_a_secret(api, view):
    """What the state masks, of all tables."""
    fill(api)
    state = api.running.backdoor("GET", "state?secrets=1")["tables"]
    masked = api.running.backdoor("GET", "state")["tables"]
    secrets = set()
    for table, records in state.items():
        for record, shown in zip(records, masked[table]):
            secrets |= {text for key in record if record[key] != shown[key] for text in texts(record[key])}
    secrets = {text for text in secrets if len(text) > 7}
    assert {SECRET, "whsec-0123456789", api.running.token} <= secrets
    html = page(api, f"?view={view}") + (page(api, "?app=shop") if view == "apps" else "")
    assert [text for text in secrets if text in html] == []


def texts(value):
    """All texts in a value of a record."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in texts(item)]


def fill(api):
    """An app with a secret in whatever can hold one."""
    app = api.app("shop")
    api.patch("/apps/shop/config-vars", {"KEY": SECRET, HOSTILE: SECRET})
    api.build({"Procfile": "web: bin/web --password hidden-in-a-command"})
    api.post("/apps/shop/addons", {"plan": "heroku-postgresql:essential-0"})
    api.post("/apps/shop/log-drains", {"url": "https://user:drain-secret@logs.example.com/x"})
    hook = {"include": ["api:release"], "level": "notify", "url": "https://user:hook-secret@hooks.example.com/"}
    api.post("/apps/shop/webhooks", {**hook, "secret": "whsec-0123456789", "authorization": "Bearer 0123456789"})
    api.post("/apps/shop/dynos", {"command": "printenv KEY", "env": {"MORE": "secret-of-a-dyno"}})
    pipeline = api.post("/pipelines", {"name": "line"})
    api.post("/pipeline-couplings", {"app": app["id"], "pipeline": pipeline["id"], "stage": "staging"})
    api.post("/oauth/authorizations", {"scope": ["global"], "description": HOSTILE})


def test_what_a_browser_asks_for_is_there(api):
    html = page(api)
    assert re.search(r'<link rel="icon" href="data:', html)  # so that no browser asks for /favicon.ico
    answer = requests.get(f"{api.url}/favicon.ico", timeout=30)  # but what opens it without reading the page
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "favicon" not in page(api)


# In a real browser


@pytest.fixture(scope="module")
def opened():
    if program() is None:
        pytest.skip("there is no Chromium on this machine to look at the page with")
    with browser(program()) as window:
        yield window


PICTURES = ROOT / "tests" / "output" / "page"
ROOM = "document.documentElement.scrollWidth <= innerWidth"
# Texts that stick out of what they stand in, or that one has to scroll sideways for.
STICK_OUT = """[...document.querySelectorAll("main *, header *")].filter((item) => {
  const box = item.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map((item) => item.outerHTML.slice(0, 80))"""


WORLD = """
apps:
  - name: shop-{{n}}-with-as-long-a-name
    count: {count}
    config: {{A_NAME_OF_A_CONFIG_VAR_THAT_IS_LONGER_THAN_A_TELEPHONE_IS_WIDE: x, GREETING: hello}}
    process_types: {{web: bin/web, worker: bin/work}}
    formation: {{web: {{quantity: 3, size: standard-1x}}, worker: {{quantity: 9, size: standard-2x}}}}
    addons: [{{plan: "heroku-postgresql:essential-0", attachment: DATABASE}}]
pipelines:
  - {{name: line, owner: owner@example.com, apps: {{staging: [shop-1-with-as-long-a-name]}}}}
"""


@pytest.fixture(scope="module", params=[0, 5, 500], ids="{} apps".format)
def many(request, tmp_path_factory):
    """How many apps there are, and the address of a simulator that has them."""
    world = tmp_path_factory.mktemp("world") / "world.yml"
    world.write_text(WORLD.format(count=request.param) if request.param else "apps: []", encoding="utf-8")
    with simulator("--world", str(world)) as running:
        yield request.param, running.url


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits_the_window(many, opened, width, view):
    count, url = many
    opened.resize(width)
    opened.open(f"{url}/?view={view}")
    opened.screenshot(PICTURES / f"{view}-{count}-{width}.png")
    assert opened.evaluate(STICK_OUT) == []
    assert opened.evaluate(ROOM)
    assert opened.problems == []
    if view == "apps":
        assert opened.evaluate("document.querySelectorAll('.card').length") == min(count, 50)


@pytest.mark.parametrize("width", [1400, 400])
def test_all_about_an_app_fits_the_window(many, opened, width):
    count, url = many
    opened.resize(width)
    opened.open(f"{url}/?app=shop-1-with-as-long-a-name")
    opened.screenshot(PICTURES / f"app-{count}-{width}.png")
    assert opened.evaluate(STICK_OUT) == []
    assert opened.problems == []
    assert opened.evaluate("document.querySelectorAll('.card').length") == min(count, 1)


def test_the_page_renews_itself_and_keeps_what_is_unfolded(api, opened):
    opened.resize(1400)
    api.app("shop")
    opened.open(api.url)
    opened.evaluate("document.querySelector('details summary').click()")
    api.app("office")
    opened.wait("document.querySelectorAll('.card').length === 2")
    opened.wait("document.querySelectorAll('#requests details').length === 2")
    assert opened.evaluate("[...document.querySelectorAll('details')].map((item) => item.open)") == [False, True]
    assert opened.evaluate("document.querySelectorAll('details.fresh').length") == 1
    opened.evaluate("document.querySelector('#pause').click()")
    assert opened.evaluate("document.body.className") == "paused"
    assert opened.problems == []


def test_filters_work_while_one_types(api, opened):
    opened.resize(1400)
    api.app("shop")
    api.app("office")
    opened.open(api.url)
    opened.evaluate(
        "(() => { const field = document.querySelector('[name=q]'); field.value = 'shop';"
        " field.focus(); field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    opened.wait("document.querySelectorAll('.card').length === 1")
    assert opened.evaluate("location.search") == "?q=shop"
    assert opened.evaluate("document.activeElement.name") == "q"
    opened.evaluate(
        "(() => { const list = document.querySelector('[name=method]'); list.value = 'DELETE';"
        " list.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    opened.wait("document.querySelector('#requests .nothing')")
    assert opened.evaluate("location.search") == "?method=DELETE&q=shop"
    assert opened.evaluate("document.querySelectorAll('.card').length") == 1


def test_names_are_text_whatever_they_hold(api, opened):
    fill(api)
    opened.open(f"{api.url}/?app=shop")
    assert HOSTILE in opened.evaluate("document.querySelector('.words').textContent")
    assert opened.evaluate("document.querySelectorAll('main img, main script').length") == 0
    assert opened.problems == []


def test_nothing_but_the_pages_own_script_runs(api, opened):
    """The second wall, should a name ever come through as markup."""
    opened.open(api.url)
    opened.evaluate(
        "(() => { const more = document.createElement('script'); more.textContent = 'window.ran = true';"
        " document.body.append(more); })()"
    )
    assert opened.evaluate("window.ran === undefined")


def test_a_simulator_that_ended_is_said_to_have(session, opened):
    with simulator() as running:
        opened.open(running.url)
    opened.wait("document.body.classList.contains('stopped')")


def test_without_apps_the_page_says_how_to_make_one(api):
    """As the official command takes it, and without a token."""
    assert f"HEROKU_HOST={api.url} HEROKU_API_KEY=... heroku apps:create shop" in page(api)


def test_the_page_is_whole_without_a_script(api):
    api.app("shop")
    html = page(api)
    assert '<noscript><meta http-equiv="refresh"' in html
    links = set(Cards(html).links)
    assert {"?app=shop", *(f"?view={view}" for view in VIEWS[1:])} <= links
    assert re.search(r'<form method="get" action="/"', html)
