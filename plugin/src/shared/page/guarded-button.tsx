import { Button, Tooltip } from '@patternfly/react-core';

interface GuardedButtonProps {
  readonly title: string;
  readonly onClick: () => void;
  readonly variant?: 'primary' | 'secondary' | 'link';
  /** Why it is off now; it stays reachable by keyboard. */
  readonly obstacle?: string;
}

export function GuardedButton({ title, onClick, variant = 'primary', obstacle }: GuardedButtonProps) {
  const button = (
    <Button
      variant={variant}
      isAriaDisabled={obstacle !== undefined}
      onClick={obstacle === undefined ? onClick : undefined}
    >
      {title}
    </Button>
  );
  return obstacle === undefined ? button : <Tooltip content={obstacle}>{button}</Tooltip>;
}
