import { type ReactNode, useState } from 'react';
import { Modal } from '../../elements/modal.tsx';
import { WhenLoaded } from '../../elements/states.tsx';
import { useInstance } from '../../platform/instance-context.tsx';
import type { ComparedVersions } from '../../platform/template-versions.ts';
import { useLoad } from '../../platform/use-load.ts';
import { type ChosenUser, UserPicker } from '../user-picker.tsx';
import { ClaimsDifference } from './claims-difference.tsx';
import { testsText } from './tests-text.ts';
import { TextDifference } from './text-difference.tsx';
import { UserDifference } from './user-difference.tsx';

function Difference({ compared }: { readonly compared: ComparedVersions }): ReactNode {
  const { from, to, claims } = compared;
  const [before, after] = [testsText(from.tests), testsText(to.tests)];
  return (
    <>
      <section aria-labelledby="difference-text">
        <h3 id="difference-text">Text</h3>
        <TextDifference label="Difference of the templates" before={from.source} after={to.source} />
      </section>
      {before === after ? null : (
        <section aria-labelledby="difference-tests">
          <h3 id="difference-tests">Tests</h3>
          <TextDifference label="Difference of the tests" before={before} after={after} />
        </section>
      )}
      <section aria-labelledby="difference-claims">
        <h3 id="difference-claims">What it means for readers</h3>
        <ClaimsDifference claims={claims} />
        {to.errors.length > 0 ? (
          <p className="notice">
            Version {to.version} could not be saved today: {to.errors.map(({ message }) => message).join(' ')}
          </p>
        ) : null}
      </section>
    </>
  );
}

/** Two versions beside each other: in text, for readers of the tokens, and for a user of your choice. */
export function CompareDialog(props: {
  readonly from: number;
  readonly to: number;
  readonly onClose: () => void;
}): ReactNode {
  const { from, to, onClose } = props;
  const { platform } = useInstance();
  const [user, setUser] = useState<ChosenUser | null>(null);
  const compared = useLoad(`${from} ${to}`, () => platform.compareVersions(from, to, null));
  const forUser = useLoad(`${from} ${to} ${user?.id ?? ''}`, async () =>
    user ? ((await platform.compareVersions(from, to, user.id)).users[0] ?? null) : null,
  );
  return (
    <Modal title={`Version ${from} and version ${to}`} onClose={onClose} size="wide">
      <div className="modal-body comparison">
        <WhenLoaded loaded={compared} what="the difference">
          {(value) => <Difference compared={value} />}
        </WhenLoaded>
        <section aria-labelledby="difference-user">
          <h3 id="difference-user">For one user</h3>
          <UserPicker chosen={user} onChoose={setUser} />
          {user ? (
            <WhenLoaded loaded={forUser} what="the claims of this user">
              {(value) => (value ? <UserDifference user={value} /> : null)}
            </WhenLoaded>
          ) : null}
        </section>
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={onClose}>
          Done
        </button>
      </footer>
    </Modal>
  );
}
