import type { JsonObject, ShortcodeField } from '@bartleby/claims-template';
import { type ReactNode, useId } from 'react';
import { useInstance } from '../../../platform/instance-context.tsx';
import { useLoad } from '../../../platform/use-load.ts';
import { userName } from '../../../users/user-name.ts';
import { UserPicker } from '../../user-picker.tsx';
import { withoutPlaces } from '../unfinished-places.ts';
import { FieldValue } from './field-value.tsx';
import {
  FIXTURE_PRESETS,
  fieldsOf,
  fixtureKind,
  freeFields,
  withField,
  withOrganization,
  withoutField,
} from './fixture.ts';
import { ProblemText } from './problem-text.tsx';
import { isObject, type RawTest } from './raw-test.ts';
import { idOf, type TestsForm } from './use-tests-form.ts';

interface GivenProps {
  readonly form: TestsForm;
  readonly index: number;
  readonly test: RawTest;
}

const DRAWERS: readonly (readonly [ShortcodeField['group'], string])[] = [
  ['user', 'User'],
  ['organization', 'Active organization and membership'],
  ['session', 'Session'],
];

/** A user of the instance; called by name when they are there. */
function RealUser(props: { readonly userId: string; readonly onChoose: (id: string) => void }): ReactNode {
  const { userId, onChoose } = props;
  const { platform } = useInstance();
  const known = useLoad(userId, async () => (userId === '' ? null : platform.user(userId)));
  const name = known.value?.id === userId ? userName(known.value) : userId;
  return (
    <UserPicker
      chosen={userId === '' ? null : { id: userId, name }}
      onChoose={({ id }) => id !== userId && onChoose(id)}
    />
  );
}

function Beginning({ form, index, given }: GivenProps & { readonly given: JsonObject }): ReactNode {
  const id = useId();
  const kind = fixtureKind(given);
  const choose = (wanted: string) => {
    const preset = FIXTURE_PRESETS.find((one) => one.id === wanted);
    form.replaceGiven(
      index,
      preset ? preset.given : { ...given, user_id: '' },
      preset !== undefined && kind === 'own',
    );
  };
  return (
    <div className="field">
      <label htmlFor={id}>Whose claims</label>
      <select id={id} value={kind} onChange={({ target }) => choose(target.value)}>
        {FIXTURE_PRESETS.map((preset) => (
          <option key={preset.id} value={preset.id}>
            {preset.label}
          </option>
        ))}
        <option value="real">A user of this instance, as they are when the test runs</option>
        {kind === 'own' ? <option value="own">Values of your own</option> : null}
      </select>
    </div>
  );
}

function Fields({ form, index, test, given }: GivenProps & { readonly given: JsonObject }): ReactNode {
  const change = (next: JsonObject) => form.change(index, { ...test, given: next });
  const pointerOf = (path: string) => `/${index}/given/${path.replace('.', '/')}`;
  const fields = fieldsOf(given);
  const free = freeFields(given);
  return (
    <>
      {fields.length === 0 ? null : (
        <ul className="plain form-rows" aria-label="Given values">
          {fields.map((one) => {
            const pointer = `/${index}/given/${one.root}/${one.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
            return (
              <li key={one.path} className="form-row">
                <code className="field-path" dir="auto">
                  {one.path}
                </code>
                <FieldValue
                  given={one}
                  pointer={pointer}
                  draft={form.draft}
                  onChange={(value) =>
                    change({
                      ...given,
                      [one.root]: { ...(given[one.root] as JsonObject), [one.name]: value },
                    })
                  }
                />
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Remove ${one.path}`}
                  onClick={() => {
                    const rest = { ...test, given: withoutField(given, one.path) };
                    form.rebuild(index, rest, withoutPlaces(pointer));
                    form.focusNext(idOf.addField(index));
                  }}
                >
                  ×
                </button>
                <ProblemText problems={form.problemsAt(pointer)} />
              </li>
            );
          })}
        </ul>
      )}
      <select
        id={idOf.addField(index)}
        aria-label="Give another value"
        value=""
        onChange={({ target: { value: path } }) => {
          change(withField(given, path));
          form.focusNext(idOf.value(pointerOf(path)));
        }}
      >
        <option value="">Give another value …</option>
        {DRAWERS.map(([group, label]) => (
          <optgroup key={group} label={label}>
            {free
              .filter((field) => field.group === group)
              .map(({ path }) => (
                <option key={path} value={path}>
                  {path}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </>
  );
}

/** Whose claims a test makes: a user to begin with, and values of one's own. */
export function GivenPart(props: GivenProps): ReactNode {
  const { form, index, test } = props;
  const given = test.given ?? {};
  const userId = typeof given.user_id === 'string' ? given.user_id : '';
  const at = `/${index}/given`;
  const own = ['user_id', 'org_membership'].flatMap((name) =>
    form.problemsAt(`${at}/${name}`).filter(({ pointer }) => pointer === `${at}/${name}`),
  );
  return (
    <fieldset className="test-part">
      <legend>Given</legend>
      <Beginning {...props} given={given} />
      {Object.hasOwn(given, 'user_id') ? (
        <RealUser
          userId={userId}
          onChoose={(id) => form.change(index, { ...test, given: { ...given, user_id: id } })}
        />
      ) : null}
      <ProblemText problems={own} />
      <label className="check">
        <input
          type="checkbox"
          checked={isObject(given.org)}
          onChange={({ target }) =>
            form.rebuild(
              index,
              { ...test, given: withOrganization(given, target.checked) },
              withoutPlaces(`${at}/org`, `${at}/org_membership`),
            )
          }
        />
        An organization is active
      </label>
      <Fields {...props} given={given} />
      <p className="hint">
        {Object.hasOwn(given, 'user_id')
          ? 'What is not given is as this user has it.'
          : 'What is not given is unknown: null, or empty metadata.'}
      </p>
    </fieldset>
  );
}
