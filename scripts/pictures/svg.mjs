// A screen of a terminal emulator (@xterm/headless) as SVG: each run of cells that look the same is one text.

import { escapeXml } from '../../src/report/base/escape.ts';

const cell = { width: 8.4, height: 18 };
const margin = 12;

const colours = {
  background: '#0d1117',
  text: '#e6edf3',
  // The 16 colours of a terminal, as the dark theme uses them.
  palette: [
    ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
    ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
  ],
};

/** The text of an SVG file that looks like the screen. */
export function drawScreen(terminal, title) {
  const width = terminal.cols * cell.width + 2 * margin;
  const height = terminal.rows * cell.height + 2 * margin;
  const rows = Array.from({ length: terminal.rows }, (_, row) => drawRow(terminal, row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" role="img" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${colours.background}"/>`,
    ...rows.flat(),
    '</svg>',
    '',
  ].join('\n');
}

function drawRow(terminal, row) {
  const y = margin + row * cell.height;
  return runsOf(terminal, row).flatMap(({ from, cells, text, look }) => {
    const x = round(margin + from * cell.width);
    const length = round(cells * cell.width);
    const back =
      look.background === colours.background
        ? []
        : [`<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${look.background}"/>`];
    if (text.trim() === '') return back;
    const style = `${look.bold ? ' font-weight="bold"' : ''}${look.dim ? ' opacity="0.6"' : ''}`;
    return [
      ...back,
      // The length keeps the cells in their columns, whatever font is there.
      `<text x="${x}" y="${y + 13}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="${look.text}"${style}>${escapeXml(text)}</text>`,
    ];
  });
}

/** The cells of a row, put together where they look the same. */
function runsOf(terminal, row) {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const runs = [];
  for (let column = 0; column < terminal.cols; column++) {
    const one = line?.getCell(column);
    // The second half of a wide character has no width.
    if (!one || one.getWidth() === 0) continue;
    const look = lookOf(one);
    const text = one.getChars() || ' ';
    const last = runs.at(-1);
    if (last && JSON.stringify(last.look) === JSON.stringify(look)) {
      last.text += text;
      last.cells += one.getWidth();
    } else runs.push({ from: column, cells: one.getWidth(), text, look });
  }
  return runs;
}

function lookOf(one) {
  const text = colourOf(one.isFgDefault(), one.isFgRGB(), one.getFgColor(), colours.text);
  const background = colourOf(one.isBgDefault(), one.isBgRGB(), one.getBgColor(), colours.background);
  const isInverse = one.isInverse() !== 0;
  return {
    text: isInverse ? background : text,
    background: isInverse ? text : background,
    bold: one.isBold() !== 0,
    dim: one.isDim() !== 0,
  };
}

function colourOf(isDefault, isRgb, number, otherwise) {
  if (isDefault) return otherwise;
  if (isRgb) return `#${number.toString(16).padStart(6, '0')}`;
  return colours.palette[number] ?? otherwise;
}

const round = (number) => Math.round(number * 10) / 10;
