"""Writes docs/alerting.md as the page /runbook: runbook.py MARKDOWN OUTPUT.

Headings have the anchors that the annotation `runbook_url` of each alert names. Links to other documents
become plain text, since the daemon does not serve those.
"""

import re
import sys
from pathlib import Path

import markdown

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>peeringd: alerting</title>
<style>
  :root {{ color-scheme: light dark; --line: #8884; --quiet: #777; --link: #0f5fb8; --code: #8882 }}
  @media (prefers-color-scheme: dark) {{ :root {{ --quiet: #999; --link: #7db7ff }} }}
  body {{ font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem }}
  a {{ color: var(--link); text-decoration: none }} a:hover, a:focus {{ text-decoration: underline }}
  h2 {{ border-bottom: 1px solid var(--line); margin-top: 2.5rem }} h3 {{ margin-top: 2rem }}
  :target {{ background: var(--code) }}
  code {{ background: var(--code); padding: .1em .25em; border-radius: 3px; font-size: .9em }}
  pre {{ background: var(--code); padding: .75rem; overflow-x: auto }} pre code {{ background: none; padding: 0 }}
  table {{ border-collapse: collapse; display: block; overflow-x: auto }}
  th, td {{ border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top }}
</style>
</head>
<body>
<p><a href="/">peeringd</a></p>
{body}
</body>
</html>
"""


def main() -> None:
    source, output = sys.argv[1:]
    text = Path(source).read_text(encoding="utf-8")
    body = markdown.markdown(text, extensions=["tables", "fenced_code", "toc"], output_format="html",
                             tab_length=2)  # how the document indents lists in lists
    body = re.sub(r'<a href="(?!#|https?://)[^"]*">(.*?)</a>', r"\1", body, flags=re.S)
    Path(output).write_text(PAGE.format(body=body), encoding="utf-8")


if __name__ == "__main__":
    main()
