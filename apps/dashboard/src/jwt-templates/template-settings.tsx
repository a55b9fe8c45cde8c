import { jwtPresets, type SettingProblem } from '@bartleby/claims-template';
import { type ReactNode, useId } from 'react';
import { TextArea } from '../elements/text-area.tsx';
import { TextField } from '../elements/text-field.tsx';
import { algorithms, type TemplateFields } from './template-fields.ts';
import type { TemplateForm } from './use-template-form.ts';

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function KeyFields({ form }: { readonly form: TemplateForm }): ReactNode {
  const { fields, base, change } = form;
  return (
    <>
      <Choice
        label="Signing algorithm"
        value={fields.algorithm}
        options={algorithms.map((one) => [one, one])}
        onChange={(algorithm) => change({ algorithm })}
      />
      <TextArea
        label="Signing key"
        className="signing-key"
        rows={3}
        hint={`${fields.algorithm.startsWith('HS') ? 'A secret that the service knows too.' : 'A private key (PEM).'} ${
          base?.custom_signing_key
            ? 'Leave it empty to keep the present one.'
            : 'Kept encrypted, and never shown again.'
        }`}
        value={fields.signingKey}
        onChange={(signingKey) => change({ signingKey })}
      />
    </>
  );
}

/** The change of the form that mends a setting. */
function mended({ setting, repair }: SettingProblem): Partial<TemplateFields> {
  if (setting === 'lifetime') return { lifetime: String(repair) };
  return setting === 'signing_algorithm' ? { algorithm: String(repair) } : { hasOwnKey: repair === true };
}

function SettingProblems({ form }: { readonly form: TemplateForm }): ReactNode {
  return (
    <ul className="problems setting-problems">
      {form.settingProblems.map((problem) => (
        <li key={problem.setting} className={`problem problem-${problem.severity}`}>
          <p>
            <strong>{problem.severity === 'error' ? 'Error' : 'Warning'}</strong> {problem.message}
          </p>
          <p className="row">
            <button
              type="button"
              className="button small primary"
              onClick={() => form.change(mended(problem))}
            >
              Mend this
            </button>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Everything about a template beside its claims. */
export function TemplateSettings({ form }: { readonly form: TemplateForm }): ReactNode {
  const { fields, change } = form;
  return (
    <section className="template-settings" aria-labelledby="template-settings">
      <h3 id="template-settings">Settings</h3>
      <TextField
        label="Name"
        value={fields.name}
        maxLength={128}
        hint="Letters, digits, hyphens, underscores and single dots."
        autoComplete="off"
        spellCheck={false}
        onChange={(name) => change({ name })}
      />
      <Choice
        label="Made for"
        value={fields.preset ?? ''}
        options={[['', 'Any service'], ...jwtPresets.map(({ id, title }) => [id, title] as const)]}
        onChange={(preset) => change({ preset: preset || null })}
      />
      <TextField
        label="Lifetime (seconds)"
        value={fields.lifetime}
        inputMode="numeric"
        autoComplete="off"
        onChange={(lifetime) => change({ lifetime })}
      />
      <TextField
        label="Allowed clock skew (seconds)"
        value={fields.clockSkew}
        inputMode="numeric"
        autoComplete="off"
        onChange={(clockSkew) => change({ clockSkew })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={fields.hasOwnKey}
          onChange={(event) => change({ hasOwnKey: event.target.checked })}
        />{' '}
        Sign with a key of its own
      </label>
      {fields.hasOwnKey ? <KeyFields form={form} /> : null}
      <SettingProblems form={form} />
    </section>
  );
}
