"""Opens the page of `shoptalk deck export --to html` in a headless browser without a network: searches it, with typing mistakes too,
follows a link, and checks its width on a phone and its colors in both schemes.

pip install playwright && playwright install chromium && python tests/page/try.py target/release/shoptalk
With CHROMIUM=PATH it takes the browser that is there.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

program = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    path = pathlib.Path(folder, "index.html")
    environment = {"HOME": folder, "PATH": os.environ["PATH"]}
    subprocess.run([program, "deck", "export", "--to", "html", "-o", str(path)], check=True, env=environment)
    browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
    for scheme in ["light", "dark"]:
        context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 360, "height": 740})
        page = context.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
        page.goto(path.as_uri())
        search = page.get_by_role("searchbox", name="Find a word")
        first = page.locator("article:visible h3").first
        for typed, found in [("air budget", "Error budget"), ("eror bugdet", "Error budget"), ("cubernetes", "Kubernetes"), ("post mortum", "Postmortem"), ("c#", "C#"), ("C++", "C++")]:
            search.fill(typed)
            assert first.text_content() == found, (typed, first.text_content())
        search.fill("qqqqqq")
        assert page.get_by_role("status").text_content() == "No matches"
        search.press("Escape")
        assert page.locator("article:visible").count() > 1000
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than a phone"
        page.goto(path.as_uri() + "#platform/error-budget")
        assert page.locator(":target h3").text_content() == "Error budget"
        # Relative luminance and contrast as WCAG 2.2 defines them.
        contrast = page.evaluate("""() => {
            const light = css => css.match(/[0-9.]+/g).slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
            const back = light(getComputedStyle(document.body).backgroundColor);
            return ['p', 'dt', 'a', 'label', '#_found'].map(name => {
                const text = light(getComputedStyle(document.querySelector(name)).color);
                return (Math.max(text, back) + .05) / (Math.min(text, back) + .05);
            });
        }""")
        assert min(contrast) >= 4.5, (scheme, contrast)
        assert not wrong, wrong
        context.close()
    browser.close()
    print("the page can be searched, read and linked to in both schemes")
