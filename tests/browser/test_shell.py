"""The page around its views."""


def test_the_page_opens(opened, look):
    page = opened()
    assert page.title().endswith("Payback")
    look(page, "shell")
