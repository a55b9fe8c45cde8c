import { type ReactNode, useState } from 'react';
import { Modal } from '../../elements/modal.tsx';
import { useInstance } from '../../platform/instance-context.tsx';
import { PlatformError, sentenceOf } from '../../platform/platform-error.ts';
import type { InstanceConfig } from '../../platform/resources.ts';
import type { TemplateVersion } from '../../platform/template-versions.ts';
import { BrokenUsersField } from '../broken-users/broken-users-field.tsx';
import { brokenUsersIn, useBrokenUsers } from '../broken-users/use-broken-users.ts';
import type { Replaced } from '../use-undo.ts';
import { testsText } from './tests-text.ts';
import { TextDifference } from './text-difference.tsx';

interface RollbackDialogProps {
  readonly version: TemplateVersion;
  readonly config: InstanceConfig;
  readonly onDone: (replaced: Replaced) => Promise<unknown>;
  readonly onClose: () => void;
  /** Takes the old text into the editor instead. */
  readonly onEdit: (version: TemplateVersion) => void;
}

/** Rolling back, and what comes of it: the newest version, everything that was refused, or what somebody saved meanwhile. */
function useRollback({ version, config, onDone, onClose }: RollbackDialogProps) {
  const { platform } = useInstance();
  const [present, setPresent] = useState(config);
  const [keepTests, setKeepTests] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [brokenUsers, setBrokenUsers] = useState(0);
  const broken = useBrokenUsers(brokenUsers);
  const rollBack = async () => {
    setBusy(true);
    setProblems([]);
    try {
      const { config_version: configVersion } = present;
      const acceptBrokenUsers = broken.count;
      const after = await platform.rollBack({
        version: version.version,
        keepTests,
        configVersion,
        acceptBrokenUsers,
      });
      onClose();
      await onDone({ before: present, after });
    } catch (error) {
      const found = error instanceof PlatformError ? error.problems : [];
      const isConflict = error instanceof PlatformError && error.status === 409;
      setBrokenUsers(brokenUsersIn(found) ?? brokenUsers);
      if (isConflict) setPresent(await platform.config().catch(() => present));
      setProblems(
        isConflict
          ? [
              'Somebody else has saved meanwhile. Below is the difference from what is active now: decide again.',
            ]
          : found.length > 0
            ? found.map((problem) => problem.longMessage || problem.message)
            : [sentenceOf(error)],
      );
      setBusy(false);
    }
  };
  return { present, keepTests, setKeepTests, isBusy, problems, broken, rollBack };
}

/** Asks before the text of an earlier version becomes the newest one; shows what that changes. */
export function RollbackDialog(props: RollbackDialogProps): ReactNode {
  const { version, onClose, onEdit } = props;
  const { present, keepTests, setKeepTests, isBusy, problems, broken, rollBack } = useRollback(props);
  const { claims_source: source, tests } = present.config.session;
  const hasOtherTests = testsText(tests) !== testsText(version.tests);
  return (
    <Modal title={`Roll back to version ${version.version}?`} onClose={onClose} size="wide">
      <div className="modal-body">
        {problems.length > 0 ? (
          <div className="alert" role="alert">
            {problems.map((problem) => (
              <p key={problem} dir="auto">
                {problem}
              </p>
            ))}
          </div>
        ) : null}
        {/* The button that was pressed waits for the number: the focus must not fall out of the dialog. */}
        <BrokenUsersField broken={broken} what="Roll back" autoFocus />
        <p>
          Its text is saved as a new version; no version is lost. From what is active
          {present.config.session.version === 0 ? '' : ` (version ${present.config.session.version})`} it
          differs in this:
        </p>
        <TextDifference label="What rolling back changes" before={source ?? '{}'} after={version.source} />
        {hasOtherTests ? (
          <>
            <p>Its tests come back too:</p>
            <TextDifference
              label="What rolling back changes in the tests"
              before={testsText(tests)}
              after={testsText(keepTests ? tests : version.tests)}
            />
            <label className="check">
              <input
                type="checkbox"
                checked={keepTests}
                onChange={(event) => setKeepTests(event.target.checked)}
              />
              Keep today’s tests
            </label>
          </>
        ) : null}
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button" onClick={() => onEdit(version)}>
          Open in the editor
        </button>
        <button
          type="button"
          className="button danger"
          disabled={isBusy || (broken.count > 0 && !broken.isAccepted)}
          onClick={() => void rollBack()}
        >
          Roll back
        </button>
      </footer>
    </Modal>
  );
}
