import type { ChangeEvent } from 'react';

interface RowCheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  /** `isRange`: with Shift, everything from the row that was changed last. */
  readonly onChange: (change: { readonly selected: boolean; readonly isRange: boolean }) => void;
}

function withShift({ nativeEvent }: ChangeEvent): boolean {
  return 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true;
}

/** The checkbox of a row, or of all rows, with a name of its own. */
export function RowCheckbox({ label, isChecked, onChange }: RowCheckboxProps) {
  return (
    <label>
      <input
        type="checkbox"
        aria-label={label}
        checked={isChecked}
        onChange={(event) => {
          onChange({ selected: event.target.checked, isRange: withShift(event) });
        }}
      />
    </label>
  );
}
