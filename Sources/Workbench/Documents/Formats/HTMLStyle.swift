/// How pages look, on light and on dark screens and on paper.
enum HTMLStyle {
    static let text = """
        :root { color-scheme: light dark; --ink: #1b1b1f; --quiet: #5c5c66; --paper: #ffffff; --panel: #f3f3f6; --line: #d8d8de; --error: #a01020; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e6ea; --quiet: #a0a0ab; --paper: #17171a; --panel: #232328; --line: #3a3a42; --error: #ff8a8f; }
        }
        body { background: var(--paper); color: var(--ink); font: 17px/1.55 system-ui, sans-serif; margin: 0; }
        main { max-width: 48rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        pre, code { font: 14px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
        pre { overflow-x: auto; margin: .6rem 0; }
        pre.code { background: var(--panel); border-left: 3px solid var(--line); padding: .6rem .8rem; }
        pre.output, pre.result { padding-left: .9rem; }
        pre.error { color: var(--error); padding-left: .9rem; }
        h4 { margin: 1rem 0 0; color: var(--quiet); font-weight: 600; }
        table { border-collapse: collapse; margin: .8rem 0 .8rem .9rem; font-size: 15px; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
        caption { caption-side: bottom; text-align: left; color: var(--quiet); padding-top: .3rem; }
        th, td { padding: .1rem .7rem .1rem 0; white-space: pre; }
        th { border-bottom: 1px solid var(--line); }
        figure { margin: 1rem 0; }
        img { max-width: 100%; height: auto; image-rendering: auto; }
        figcaption { color: var(--quiet); font-size: 14px; }
        blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 1rem; color: var(--quiet); }
        @media print { details { display: none; } section { break-inside: avoid; } }
        """
}
