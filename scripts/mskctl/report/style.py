"""How the page looks: light, dark and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1a2330; --soft: #56637a; --paper: #fff;
  --panel: #f4f6fa; --line: #d5dce8; --accent: #1f5fbf; --good: #1d7a46; --warn: #8a5a00;
  --bad: #b3261e; --client: #e4eefc; --zone: #e5f4ea; --sink: #fdf0dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf3; --soft: #9dabc2; --paper: #10151d;
  --panel: #19202c; --line: #334056; --accent: #7fb2ff; --good: #6fd39a; --warn: #f0bd5e;
  --bad: #ff8f86; --client: #1c3354; --zone: #1b3a2b; --sink: #453218; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--ink);
  background: var(--paper); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.02rem; margin: 1.2rem 0 .4rem; }
p { margin: .4rem 0; } a { color: var(--accent); }
.soft { color: var(--soft); } .block { display: block; font-size: .85em; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: .8rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .7rem; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
  padding: .6rem .8rem; }
.tile strong { display: block; font-size: 1.25rem; white-space: nowrap; }
figure { margin: .6rem 0; }
.scroll { overflow-x: auto; margin: .3rem 0 .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line); overflow-wrap: normal; }
th { background: var(--panel); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.good, .warn, .bad { font-weight: 600; }
svg { width: 100%; height: auto; display: block; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .strong { font-weight: 600; }
svg text.small { font-size: 11px; fill: var(--soft); }
svg rect { stroke: var(--line); fill: var(--panel); } svg .client { fill: var(--client); }
svg .zone { fill: var(--zone); } svg .sink { fill: var(--sink); }
svg .flow { fill: none; stroke: var(--soft); stroke-opacity: .6; } svg .end { fill: var(--soft); }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff;
  --panel: #f3f3f3; --line: #bbb; --accent: #000; --good: #14532d; --warn: #6b4500;
  --bad: #8c1d18; --client: #eef4fd; --zone: #edf8f0; --sink: #fdf5e8; }
  body { max-width: none; padding: 0; font-size: 11px; } nav { display: none; }
  .scroll { overflow: visible; } tr, svg, .tile { break-inside: avoid; }
  h2, h3 { break-after: avoid; } thead { display: table-header-group; } }
"""
