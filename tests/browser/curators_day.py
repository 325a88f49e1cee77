"""A day of a staff of four, in the order in which it happens: what each person opens and presses.

Whoever walks it says what to do at each page that matters: scan it, or take its picture.
"""

import csv
import io
import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.pages import DESKTOP
from tests.browser.staff_site import Device, Site, ask_device

NAME: Final = "Rother Valley Evening Line"
OLD_NUMBER: Final = "0114 496 0123"
NEW_NUMBER: Final = "0114 496 0777"
TOWNS: Final = ("rotherham", "leeds", "bradford", "sheffield", "york")
KINDS: Final = ("Drop-in", "Helpline", "Counselling", "Housing advice")
PATIENCE: Final = 15_000
Look = Callable[["Person", str], None]


class Person:
    """Somebody of the staff: their browser, and the device with their passkey."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=site.address, viewport=DESKTOP, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.device = Device(self.page)
        self.console: list[str] = []
        self.page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        # A scanner has no address. A page that names no icon lets the browser look for one.
        where = message.location["url"]
        if where and not where.endswith("/favicon.ico"):
            self.console.append(f"{where}: {message.text}")

    def go(self, where: str) -> None:
        """Open a page; prove with the passkey who is there, if it is asked."""
        self.page.goto(where)
        self.prove()

    def press(self, name: str) -> None:
        """Press a button, and prove who is there, if that is asked."""
        self.page.get_by_role("button", name=name).first.click()
        self.prove()

    def follow(self, name: str) -> None:
        """Follow a link, and prove who is there, if that is asked."""
        self.page.get_by_role("link", name=name).first.click()
        self.prove()

    def take_up(self, box: str, name: str) -> None:
        """Open what waits in a box of the desk."""
        self.go("/staff/")
        within = self.page.get_by_role("region", name=re.compile(f"^{box}"))
        within.get_by_role("link", name=name).first.click()
        self.prove()

    def prove(self) -> None:
        """Answer "Is it still you?" with the passkey, where that stands."""
        if "/me/again/" in self.page.url:
            ask_device(self.page, "Use your passkey")
            self.page.wait_for_url(re.compile(r"^(?!.*/me/again/)"))

    def saved(self, words: str) -> None:
        """Wait until the page says that it is done."""
        expect(self.page.locator(".messagelist, #content").first).to_contain_text(words)


class Day:
    """The people, and what they do."""

    def __init__(self, browser: Browser, site: Site, look: Look) -> None:
        self.browser, self.site, self.look = browser, site, look
        self.people: list[Person] = []
        self.listing = ""
        self.public = ""

    def walk(self) -> None:
        """Live the whole day."""
        self.meet()
        self.add_a_listing()
        self.approve_it()
        self.check_it()
        self.report_it()
        self.propose_a_number()
        self.approve_the_number()
        self.read_what_is_due()
        self.bring_rows()
        self.merge_two()
        self.recall_and_undo()

    def meet(self) -> None:
        """An administrator comes in, and invites three others."""
        boss = self._enrol(self.site.invite("padma", "--role", "administrator"))
        self.look(boss, "recovery-codes")
        addresses = []
        for name, role in (("erin", "Editor"), ("asif", "Approver"), ("sian", "Safety lead")):
            boss.go("/staff/auth/user/add/")
            boss.page.get_by_label("Username").fill(name)
            boss.page.get_by_label("Role").select_option(label=role)
            boss.press("Save and continue editing")
            boss.follow("Invite")
            boss.press("Make an address that works once")
            addresses.append(boss.page.locator("main code, #content code").first.inner_text())
        self.look(boss, "invitation")
        self.editor, self.approver, self.lead = (self._enrol(one) for one in addresses)
        self.editor.go("/staff/")
        self.look(self.editor, "desk-of-an-editor")

    def _enrol(self, invitation: str) -> Person:
        """Somebody opens their invitation, and makes a passkey."""
        person = Person(self.browser, self.site)
        self.people.append(person)
        person.page.goto(invitation)
        person.press("Begin")
        person.follow("Add a passkey")
        ask_device(person.page, "Add a passkey")
        expect(person.page).to_have_title("Recovery codes - Support directory")
        return person

    def add_a_listing(self) -> None:
        """The editor writes a listing in one form, with its number and hours, and hands it in."""
        editor, page = self.editor, self.editor.page
        editor.go("/staff/resources/organization/add/")
        page.get_by_label("Name", exact=True).fill("Rother Valley Support")
        editor.press("Save")
        editor.go("/staff/resources/service/add/")
        page.get_by_label("Name", exact=True).fill(NAME)
        page.get_by_label("Organisation").first.fill("Rother Valley Support")
        page.get_by_label("Summary").fill("Someone to talk to in the evening, for adults.")
        page.get_by_label("Someone to talk to by phone", exact=True).check()
        page.get_by_label("Area", exact=True).first.fill("Rotherham")
        page.locator("#contacts-new").click()
        page.get_by_label("Way", exact=True).first.select_option("phone")
        page.get_by_label("Number, link or address").first.fill(OLD_NUMBER)
        page.get_by_label("Opening hours").first.fill("Mon-Fri 6pm-10pm")
        self.look(editor, "new-listing")
        page.get_by_role("button", name="Save and continue editing").click()
        editor.saved("was added")
        self.listing = re.sub(r"change/.*", "", page.url)
        self.look(editor, "draft")
        editor.follow("Hand to a colleague for review")
        self.look(editor, "submit")
        editor.press("Hand to a colleague for review")
        editor.saved("done")

    def approve_it(self) -> None:
        """The approver finds it on the desk, and publishes it."""
        approver, page = self.approver, self.approver.page
        approver.go("/staff/")
        self.look(approver, "desk-of-an-approver")
        approver.take_up("Waiting for me", NAME)
        if "/step/" not in page.url:
            approver.follow("Publish")
        self.look(approver, "publish")
        approver.press("Publish")
        approver.saved("done")

    def check_it(self) -> None:
        """The editor rings the office, and says what was checked."""
        editor, page = self.editor, self.editor.page
        editor.go(f"{self.listing}change/")
        page.get_by_role("link", name=re.compile("I checked this.*Phone")).first.click()
        page.get_by_label("How did you check?").select_option("office_line")
        page.get_by_label("Who confirmed it?").select_option("office")
        self.look(editor, "check")
        editor.press("Save these checks")
        page.wait_for_url("**/change/")
        page.get_by_role("link", name="View on site").first.click()
        self.public = page.url
        expect(page.locator("main")).to_contain_text(OLD_NUMBER)

    def report_it(self) -> None:
        """A visitor tells that the number does not work."""
        context = self.browser.new_context(base_url=self.site.address, viewport=DESKTOP)
        page = context.new_page()
        page.goto(self.public)
        page.get_by_role("link", name=re.compile("mistake")).first.click()
        page.get_by_label("The number or link did not work").check()
        page.get_by_label("A few words").fill(f"It is {NEW_NUMBER} now.")
        page.get_by_role("button", name="Send this report").click()
        expect(page.locator("h1")).to_contain_text("Thank you")
        context.close()

    def propose_a_number(self) -> None:
        """The editor opens the report, and proposes the new number."""
        editor, page = self.editor, self.editor.page
        editor.go("/staff/")
        self.look(editor, "desk-with-a-report")
        editor.take_up("Reports of visitors", NAME)
        page.locator("#result_list tbody th a").first.click()
        self.look(editor, "report")
        editor.go(f"{self.listing}change/")
        self.look(editor, "listing")
        page.get_by_label("Number, link or address").first.fill(NEW_NUMBER)
        page.get_by_label("Reason for this change").fill("A visitor told of it; the office agrees.")
        page.get_by_label("Where you read or heard it").fill("Rang the office")
        editor.press("Propose this change")
        editor.saved("Proposed")

    def approve_the_number(self) -> None:
        """The approver sees the old number beside the new one, and lets the public see it."""
        approver = self.approver
        approver.go("/staff/")
        self.look(approver, "desk")
        approver.take_up("Waiting for me", NAME)
        self.look(approver, "difference")
        approver.press("Approve exactly this")
        approver.page.wait_for_url("**/waiting/")
        page = self.approver.page
        page.goto(self.public)
        expect(page.locator("main")).to_contain_text(NEW_NUMBER)
        expect(page.locator("main")).not_to_contain_text(OLD_NUMBER)

    def read_what_is_due(self) -> None:
        """The editor reads what is due, and closes the report."""
        editor, page = self.editor, self.editor.page
        editor.go("/staff/due/")
        self.look(editor, "due")
        editor.take_up("Reports of visitors", NAME)
        page.locator("#result_list tbody th a").first.click()
        page.locator("#id_outcome").select_option(index=1)
        editor.press("Close this report")
        expect(page.locator("#id_outcome")).to_have_count(0)

    def bring_rows(self) -> None:
        """The editor brings a spreadsheet of twenty rows, looks at it, and takes the rows."""
        editor, page = self.editor, self.editor.page
        editor.go("/staff/resources/service/import/")
        self.look(editor, "import-empty")
        page.locator("#id_file").set_input_files(
            {"name": "network.csv", "mimeType": "text/csv", "buffer": spreadsheet()}
        )
        editor.press("Show what its rows would do")
        self.look(editor, "import")
        page.get_by_label("Where these rows come from").fill("The list of the Ouse network")
        page.get_by_label(re.compile(f"Take row .*{NAME}")).check()
        editor.press("Take ")
        editor.saved("20")
        self.look(editor, "import-taken")

    def merge_two(self) -> None:
        """The approver finds that one row was there already; the safety lead agrees."""
        approver, lead = self.approver, self.lead
        approver.go(f"/staff/resources/service/?q={NAME} (copy)")
        approver.page.locator("#result_list tbody th a").first.click()
        goes = re.sub(r"change/.*", "", approver.page.url)
        approver.follow("This is the same as")
        self.look(approver, "merge-choose")
        approver.page.locator(".proposal-card a").first.click()
        approver.prove()
        self.look(approver, "merge")
        approver.page.get_by_label(re.compile("Type the name")).fill(f"{NAME} (copy)")
        approver.press("Ask a colleague to agree")
        lead.go(f"{goes}merge/")
        self.look(lead, "merge-agree")
        lead.page.get_by_label(re.compile("Type the name")).fill(f"{NAME} (copy)")
        lead.press("Agree: merge them")
        lead.saved("Merged")

    def recall_and_undo(self) -> None:
        """The safety lead recalls a listing, and within the hour the approver takes that back."""
        approver, lead = self.approver, self.lead
        lead.go(f"{self.listing}recall/")
        lead.page.get_by_label("Reason told to everybody").select_option(index=1)
        lead.page.get_by_label(re.compile("Type the name")).fill(NAME)
        self.look(lead, "recall")
        lead.press("Recall this listing")
        lead.saved("done")
        self._public_says(410)
        approver.go(f"{self.listing}recall/")
        self.look(approver, "recall-to-undo")
        approver.press("Take this recall back")
        approver.saved("done")
        self._public_says(200)

    def _public_says(self, status: int) -> None:
        answer = self.lead.page.request.get(self.public)
        assert answer.status == status, self.public


def spreadsheet() -> bytes:
    """Return twenty rows as a curator gets them; the first is a listing that is there already."""
    rows = [
        {
            "Organisation": f"{town.title()} Harbour",
            "Name": f"{town.title()} Harbour {kind}",
            "Summary": f"{kind} for adults in and around {town.title()}.",
            "Areas": town,
            "Terms type": "counselling",
            "Contact 1 value": f"0114 498 {index * 10 + at:04}",
            "Contact 1 hours": "Mon-Fri 9am-5pm",
        }
        for index, town in enumerate(TOWNS)
        for at, kind in enumerate(KINDS)
    ]
    rows[0] |= {"Name": f"{NAME} (copy)", "Areas": "rotherham", "Contact 1 value": NEW_NUMBER}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
