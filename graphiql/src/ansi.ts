import Anser from 'anser';

/** A piece of a line in one style. */
export interface StyledText {
  /** Where it begins among the pieces of its line. */
  start: number;
  text: string;
  /** Class names of the page's style sheet, which has colors for light and for dark. */
  className: string;
  /** A color beyond the sixteen, as CSS. */
  color?: string;
}

/** Titles, hyperlinks and the like (OSC): an escape, `]`, and all up to a bell or an escape with a backslash. */
const SYSTEM_COMMANDS = new RegExp(`${'\\u001b'}\\][^\\u0007\\u001b]*(\\u0007|\\u001b\\\\)?`, 'g');
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** Splits a line of a log at its ANSI codes. What comes out is text to be set as text: it may hold any HTML. */
export function styled(line: string): StyledText[] {
  const shown = lastWritten(line).replace(SYSTEM_COMMANDS, '');
  if (!shown.includes('\u001b')) return [{ start: 0, text: shown.replace(CONTROLS, ''), className: '' }];
  return Anser.ansiToJson(shown, { use_classes: true, json: true, remove_empty: true }).map((piece, start) => {
    const { fg, fg_truecolor: truecolor, bg, decorations, content } = piece;
    const names = [...(isNamed(fg) ? [fg] : []), ...(isNamed(bg) ? [`on-${bg}`] : []), ...decorations];
    const color = fg === 'ansi-truecolor' ? `rgb(${truecolor})` : paletteColor(fg);
    return { start, text: content.replace(CONTROLS, ''), className: names.join(' '), ...(color && { color }) };
  });
}

function isNamed(name: string | null): name is string {
  return name !== null && /^ansi-(bright-)?[a-z]+$/.test(name) && name !== 'ansi-truecolor';
}

/** The color cube (16 to 231) and the grays (232 to 255) of xterm. */
function paletteColor(name: string | null): string | undefined {
  const index = Number(/^ansi-palette-(\d+)$/.exec(name ?? '')?.[1]);
  if (!(index >= 16 && index <= 255)) return undefined;
  if (index >= 232) return gray((index - 232) * 10 + 8);
  const level = (place: number) => [0, 95, 135, 175, 215, 255][Math.floor((index - 16) / place) % 6];
  return `rgb(${level(36)}, ${level(6)}, ${level(1)})`;
}

function gray(level: number): string {
  return `rgb(${level}, ${level}, ${level})`;
}

/** A line that was written over and over, as progress is, shows what was written last. */
function lastWritten(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .split('\n')
    .map((line) => line.slice(line.trimEnd().lastIndexOf('\r') + 1))
    .join('\n');
}
