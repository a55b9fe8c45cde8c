import { type HTMLInputTypeAttribute, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: HTMLInputTypeAttribute;
  readonly autoComplete: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly minLength?: number | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** The id of a message elsewhere that says what is wrong with this field. */
  readonly errorId?: string | undefined;
  /** Where to put the focus when several fields are wrong together. */
  readonly takesFocus?: boolean;
  /** Focused when it comes up, where somebody just asked for it. */
  readonly focusFirst?: boolean;
}

function PasswordToggle({ isShown, onToggle }: { isShown: boolean; onToggle: () => void }): ReactNode {
  return (
    <button type="button" className="bartleby-field-toggle" aria-pressed={isShown} onClick={onToggle}>
      {isShown ? 'Hide' : 'Show'}
      <span className="bartleby-only-spoken"> password</span>
    </button>
  );
}

/** A labelled input; its hint and its error are read out with it. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, name, value, type = 'text', error, errorId, hint } = props;
  const id = useId();
  const [isShown, setShown] = useState(false);
  const inputRef = useRef<HTMLInputElement | null>(null);
  const { focusFirst } = props;
  useEffect(() => {
    if (focusFirst) inputRef.current?.focus();
  }, [focusFirst]);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`, errorId].filter(Boolean).join(' ');
  const isPassword = type === 'password';
  return (
    <div className="bartleby-field">
      <label htmlFor={id}>
        {label}
        {props.optional ? <span className="bartleby-optional"> (optional)</span> : null}
      </label>
      <div className="bartleby-field-box">
        <input
          id={id}
          ref={inputRef}
          name={name}
          type={isPassword && isShown ? 'text' : type}
          value={value}
          onChange={(event) => props.onChange(event.target.value)}
          autoComplete={props.autoComplete}
          required={props.required}
          minLength={props.minLength}
          data-takes-focus={props.takesFocus || undefined}
          aria-invalid={error || errorId ? true : undefined}
          aria-describedby={describedBy || undefined}
          autoCapitalize="none"
          spellCheck={false}
        />
        {isPassword ? <PasswordToggle isShown={isShown} onToggle={() => setShown(!isShown)} /> : null}
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="bartleby-hint">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="bartleby-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}
