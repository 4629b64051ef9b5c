import { ArrowRight } from 'lucide-react';
import { FailureNotice } from '../layout/failure-notice.tsx';
import { Notice, RequestId } from '../ui/state/notice.tsx';
import { changesOf, type Field } from './form.ts';
import styles from './start-page.module.css';
import type { FormProblem } from './use-send-start.ts';
import type { StartFormModel } from './use-start-form.ts';
import { inWords } from './words.ts';

/** What the build will change, by the form. */
export function Changes({ form: { fields, values } }: { form: StartFormModel }) {
  const changes = changesOf(fields, values);
  if (changes.length === 0) return <p className={styles.faint}>All values stay as they are.</p>;
  return (
    <ul className={styles.changes} aria-label="Values that change">
      {changes.map(({ field, from, to }) => (
        <li key={field.definition.name}>
          <span className={styles.changed}>{field.label}</span>
          <span>
            <del>{inWords(field, from)}</del> <ArrowRight aria-label="becomes" /> <ins>{inWords(field, to)}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What came of sending the form, so far as its fields do not say it. */
export function FormNotice({ form, problem: { refusal, failure } }: { form: StartFormModel; problem: FormProblem }) {
  if (failure) return <FailureNotice failure={failure} />;
  const wrong = form.fields.filter(({ definition }) => form.shown.has(definition.name));
  if (refusal) {
    return (
      <Notice tone="bad" title={refusal.title}>
        {refusal.details.map((detail) => (
          <p key={detail}>{detail}</p>
        ))}
        <RequestId id={refusal.requestId} />
      </Notice>
    );
  }
  return wrong.length > 0 ? <WrongValues wrong={wrong} /> : null;
}

function WrongValues({ wrong }: { wrong: readonly Field[] }) {
  return (
    <Notice tone="bad" title={wrong.length === 1 ? 'One value is wrong' : `${wrong.length} values are wrong`}>
      {wrong.map(({ label }) => label).join(', ')}
    </Notice>
  );
}
