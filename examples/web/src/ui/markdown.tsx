import ReactMarkdown, { type Components } from 'react-markdown';
import { classNames } from './class-names.ts';
import styles from './markdown.module.css';

/** Links leave the page, and pictures stay out: a template must not have the page ask other servers. */
const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ),
  img: ({ alt }) => alt,
};

/** Text of a template in Markdown. HTML in it is shown as text. */
export function Markdown({ text, id, className }: { text: string; id?: string; className?: string | undefined }) {
  return (
    <div id={id} className={classNames(styles.markdown, className)}>
      <ReactMarkdown components={COMPONENTS}>{text}</ReactMarkdown>
    </div>
  );
}
