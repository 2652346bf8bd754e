namespace Gateway.Evals.Reports.Html;

/// <summary>The page's looks. No character here that HTML would take literally and XML not.</summary>
internal static class PageStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --ink: #1c1c1c; --soft: #595959; --paper: #fff; --panel: #f5f5f3; --line: #d0d0cc; --mark: #e8f0f8; --link: #004f80; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e6e3; --soft: #a8a8a4; --paper: #17181a; --panel: #212326; --line: #43464a; --mark: #20303f; --link: #8cc4f0; }
        }
        * { box-sizing: border-box; }
        html { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: var(--paper); }
        body { max-width: 82rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
        p, ul, ol, dl { margin: 0 0 .75rem; max-width: 50rem; }
        .lead, .soft, caption, figcaption { color: var(--soft); }
        .soft, figcaption, .lead { font-size: .9rem; }
        ul { padding-left: 1.25rem; }
        nav ul { display: flex; max-width: none; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1rem 0 0; }
        a { color: var(--link); }
        code, pre { font: .85rem/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; unicode-bidi: isolate; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .25rem 0 .75rem; }
        .scroll { overflow-x: auto; margin: 0 0 1.25rem; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
        caption { caption-side: top; text-align: left; padding: 0 0 .4rem; font-size: .9rem; }
        caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2.5rem); }
        th, td { padding: .35rem .55rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); unicode-bidi: isolate; }
        thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; line-height: 1.25; }
        tbody th { font-weight: 600; min-width: min(12rem, 40vw); overflow-wrap: anywhere; }
        .n { text-align: right; white-space: nowrap; }
        thead .n { white-space: normal; min-width: 3.5rem; }
        td code { font-size: .95em; }
        td small { display: block; color: var(--soft); font-size: .75rem; line-height: 1.25; }
        tr.baseline { background: var(--mark); }
        tr.first th, tr.first td { border-top: 2px solid var(--line); }
        .tag { font-size: .75rem; font-weight: 400; border: 1px solid currentColor; border-radius: 3px; padding: 0 .3rem; margin-left: .4rem; white-space: nowrap; }
        figure { margin: 0 0 1.25rem; }
        figcaption { margin: .4rem 0; }
        .plot { background: #fff; border: 1px solid var(--line); border-radius: 4px; padding: .5rem; overflow-x: auto; max-width: 58rem; }
        .plot svg { display: block; width: 100%; min-width: 42rem; height: auto; }
        .bars { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(8rem, 1fr) max-content; gap: .4rem .75rem; align-items: center; font-size: .875rem; max-width: 58rem; }
        .bar { display: flex; height: 1.5rem; }
        .bar span { flex: none; overflow: hidden; text-align: center; font-size: .75rem; line-height: 1.5rem; border-right: 2px solid var(--paper); min-width: 1px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        .name { overflow-wrap: anywhere; }
        .key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .75rem 0 0; font-size: .875rem; max-width: none; }
        .key b { display: inline-block; min-width: 1.4rem; text-align: center; font-size: .75rem; font-weight: 400; line-height: 1.25rem; margin-right: .4rem; border-radius: 2px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        details { margin: 0 0 .5rem; }
        summary { cursor: pointer; padding: .25rem 0; }
        .item { border: 1px solid var(--line); border-radius: 4px; margin: .4rem 0; padding: 0 .75rem; }
        .item summary { font-size: .9rem; overflow-wrap: anywhere; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 0 1.5rem; padding: .25rem 0 .5rem; font-size: .875rem; }
        .pair ol { padding: 0; list-style: none; }
        .pair ol ol { padding-left: 1rem; border-left: 3px solid var(--line); }
        .pair p { margin: 0 0 .35rem; overflow-wrap: anywhere; }
        @media print {
          :root { --ink: #000; --soft: #444; --paper: #fff; --panel: #fff; --line: #bbb; --mark: #eee; --link: #000; }
          html { font-size: 10pt; }
          body { max-width: none; padding: 0; }
          nav { display: none; }
          h2, h3, caption { break-after: avoid; }
          tr, figure, pre, .bars { break-inside: avoid; }
          .scroll, .plot { overflow: visible; border: 0; padding: 0; }
          .plot svg { min-width: 0; max-height: 10cm; }
          th, td { padding: .2rem .35rem; }
          table { font-size: .72rem; }
        }
        @page { margin: 15mm; }

        """;
}
