"""The exercise card in a real JupyterLab, as a learner meets it."""

from playwright.sync_api import expect

CARD = """
from types import SimpleNamespace
class Asked:
    id, prompt = 'square', 'Differentiate $x^2$.'
    def check(self, answer):
        verdict = 'correct' if answer == '2x' else 'wrong'
        return SimpleNamespace(verdict=verdict, message=verdict.capitalize() + '. Look again.', reading=r'2 \\, x')
    def hint(self):
        return 'The power comes down.'
    def solution(self):
        return '$2x$'
"""


def test_a_card_checks_on_enter_and_keeps_what_was_typed(desk, lab):
    page = desk.run(lab.notebook("card.ipynb", f"import gdtutor as gd{CARD}", "gd.card(Asked())"))
    card = page.locator(".gd-card")
    box = card.get_by_role("textbox", name="Your answer:")
    box.fill("x")
    box.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Wrong")
    expect(card.locator(".gd-result strong")).to_have_text("Wrong")
    expect(card.locator(".gd-result mjx-container")).to_be_visible()
    card.get_by_role("button", name="Hint").press("Enter")
    expect(card).to_contain_text("The power comes down.")
    box.fill("2x")
    card.get_by_role("button", name="Check").press("Enter")
    expect(card.locator(".gd-result strong")).to_have_text("Correct")
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(page.locator(".gd-card")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Your answer:")).to_have_value("2x")
    expect(page.locator(".gd-card .gd-result strong")).to_have_text("Correct")
    desk.clean()
