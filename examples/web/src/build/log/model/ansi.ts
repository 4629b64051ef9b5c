import Anser from 'anser';

/** A piece of a line in one style. What it holds is text, and may look like HTML. */
export interface StyledText {
  text: string;
  /** Names of the style sheet, which has colors for light and for dark. */
  names: readonly string[];
  /** A color beyond the sixteen, as CSS. */
  color?: string;
}

const ESCAPE = '\u001b';
/** Titles and hyperlinks: an escape, `]`, and all up to a bell or an escape with a backslash. */
const SYSTEM_COMMANDS = new RegExp(`${ESCAPE}\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)?`, 'g');
const SEQUENCES = new RegExp(`${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]?|[@-Z\\\\^_])`, 'g');
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** The text of what a log line holds, as it is shown: without escape sequences and control characters. */
export function plainText(output: string): string {
  if (!/\p{Cc}/u.test(output)) return output;
  return lastWritten(output).replace(SYSTEM_COMMANDS, '').replace(SEQUENCES, '').replace(CONTROLS, '');
}

/** Splits what a log line holds at its ANSI codes. */
export function styledText(output: string): StyledText[] {
  if (!output.includes(ESCAPE)) return [{ text: plainText(output), names: [] }];
  const shown = lastWritten(output)
    .replace(SYSTEM_COMMANDS, '')
    .replace(SEQUENCES, (sequence) => (sequence.endsWith('m') ? sequence : ''));
  return Anser.ansiToJson(shown, { use_classes: true, json: true, remove_empty: true }).flatMap((piece) => {
    const text = piece.content.replace(CONTROLS, '');
    if (text === '') return [];
    const names: string[] = [...piece.decorations];
    if (isNamed(piece.fg)) names.push(piece.fg);
    if (isNamed(piece.bg)) names.push('ansi-ground', `on-${piece.bg}`);
    const color = piece.fg === 'ansi-truecolor' ? `rgb(${piece.fg_truecolor})` : paletteColor(piece.fg);
    return [{ text, names, ...(color !== undefined && { color }) }];
  });
}

function isNamed(name: string | null): name is string {
  return name !== null && /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/.test(name);
}

/** The color cube (16 to 231) and the grays (232 to 255) of xterm. */
function paletteColor(name: string | null): string | undefined {
  const index = Number(/^ansi-palette-(\d+)$/.exec(name ?? '')?.[1] ?? Number.NaN);
  if (!(index >= 16 && index <= 255)) return undefined;
  if (index >= 232) {
    const gray = (index - 232) * 10 + 8;
    return `rgb(${gray}, ${gray}, ${gray})`;
  }
  const cube = index - 16;
  const [red, green, blue] = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) =>
    step === 0 ? 0 : 55 + step * 40,
  );
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Of a line that was begun anew, as progress is shown, what was written last. */
function lastWritten(output: string): string {
  if (!output.includes('\r')) return output;
  return output
    .split('\n')
    .map((line) => line.slice(line.trimEnd().lastIndexOf('\r') + 1))
    .join('\n');
}
