/** Where Coder keeps its emojis: files that are named by their code points. */
const EMOJI = /^\/emojis\/([0-9a-f]+(?:-[0-9a-f]+)*)\.png$/;

/** An icon of Coder as a character. Other icons are files of Coder, which the page does not load. */
function emojiOf(icon: string | null): string | null {
  const [, points] = EMOJI.exec(icon ?? '') ?? [];
  if (points === undefined) return null;
  return String.fromCodePoint(...points.split('-').map((point) => Number.parseInt(point, 16)));
}

export function CoderIcon({ icon }: { icon: string | null }) {
  const emoji = emojiOf(icon);
  return emoji && <span aria-hidden="true">{emoji}</span>;
}
