import { jwtPresets } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import { Modal } from '../elements/modal.tsx';
import { blankFields, fieldsOfPreset, type TemplateFields } from './template-fields.ts';

/** What a new template begins with. */
export function NewTemplate(props: {
  readonly onChoose: (fields: TemplateFields) => void;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Modal title="Create a JWT template" onClose={props.onClose}>
      <div className="modal-body">
        <ul className="preset-list">
          <li>
            <button
              type="button"
              className="entry"
              data-autofocus
              onClick={() => props.onChoose(blankFields)}
            >
              <strong>Blank</strong>
              <span className="entry-meaning">Claims of your own, for any service.</span>
            </button>
          </li>
          {jwtPresets.map((preset) => (
            <li key={preset.id}>
              <button type="button" className="entry" onClick={() => props.onChoose(fieldsOfPreset(preset))}>
                <strong>{preset.title}</strong>
                <span className="entry-meaning">{preset.purpose}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}
