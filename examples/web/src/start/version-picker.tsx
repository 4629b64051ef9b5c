import { Field } from '../ui/controls/field.tsx';
import type { VersionChoice } from './versions.ts';

interface VersionPickerProps {
  versions: readonly VersionChoice[];
  chosen: string;
  onChoose: (uuid: string) => void;
}

/** Which version of the template is built. */
export function VersionPicker({ versions, chosen, onChoose }: VersionPickerProps) {
  const version = versions.find(({ uuid }) => uuid === chosen);
  return (
    <Field label="Template version" hint={version?.message ?? undefined}>
      {(control) => (
        <select {...control} value={chosen} onChange={({ target }) => onChoose(target.value)}>
          {version === undefined && <option value={chosen}>Another version</option>}
          {versions.map((each) => (
            <option key={each.uuid} value={each.uuid}>
              {[each.name, ...marksOf(each)].join(' · ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function marksOf({ isActive, isCurrent, isImporting }: VersionChoice): string[] {
  const marks = [];
  if (isActive) marks.push('active');
  if (isCurrent) marks.push('in use');
  if (isImporting) marks.push('still being imported');
  return marks;
}
