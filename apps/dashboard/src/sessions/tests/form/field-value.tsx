import type { JsonValue } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import type { TestsDraft } from '../use-tests-draft.ts';
import { type FixtureField, isNullable } from './fixture.ts';
import { JsonValueField } from './json-value-field.tsx';
import { idOf } from './use-tests-form.ts';

interface FieldValueProps {
  readonly given: FixtureField;
  readonly pointer: string;
  readonly draft: TestsDraft;
  readonly onChange: (value: JsonValue) => void;
}

/** Which input takes a value: by the field's own shape, as long as the value has it. */
function kindOf({ field, value }: FixtureField): 'text' | 'number' | 'boolean' | 'json' {
  const fits = (type: string) => typeof value === type || value === null;
  if (field?.shape === 'string' && fits('string')) return 'text';
  if (field?.shape === 'number' && fits('number')) return 'number';
  if (field?.shape === 'boolean' && typeof value === 'boolean') return 'boolean';
  return 'json';
}

function Plain({ given, pointer, onChange }: Omit<FieldValueProps, 'draft'>): ReactNode {
  const { path, value } = given;
  const isNumber = kindOf(given) === 'number';
  return (
    <input
      id={idOf.value(pointer)}
      aria-label={`Value of ${path}`}
      type={isNumber ? 'number' : 'text'}
      dir="auto"
      autoComplete="off"
      disabled={value === null && !isNumber}
      placeholder={value === null ? 'null' : 'empty text'}
      value={value === null ? '' : String(value)}
      onChange={({ target }) =>
        onChange(isNumber ? (target.value === '' ? null : Number(target.value)) : target.value)
      }
    />
  );
}

/** The input for what a field is given, and whether it is null. */
export function FieldValue({ given, pointer, draft, onChange }: FieldValueProps): ReactNode {
  const { path, value, field } = given;
  const kind = kindOf(given);
  const first = kind === 'number' ? 0 : '';
  return (
    <div className="field-value">
      {kind === 'json' ? (
        <JsonValueField
          id={idOf.value(pointer)}
          label={`Value of ${path}, as JSON`}
          {...{ value, pointer, draft, onChange }}
        />
      ) : kind === 'boolean' ? (
        <select
          id={idOf.value(pointer)}
          aria-label={`Value of ${path}`}
          value={String(value)}
          onChange={({ target }) => onChange(target.value === 'true')}
        >
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      ) : (
        <Plain {...{ given, pointer, onChange }} />
      )}
      {isNullable(field) && (kind === 'text' || kind === 'number') ? (
        <label className="check">
          <input
            type="checkbox"
            aria-label={`${path} is null`}
            checked={value === null}
            onChange={({ target }) => onChange(target.checked ? null : first)}
          />
          null
        </label>
      ) : null}
    </div>
  );
}
