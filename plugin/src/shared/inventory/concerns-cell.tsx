import { Button, Icon } from '@patternfly/react-core';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { useT } from '../i18n.ts';
import { concernCategories, countText } from './concern-words.ts';

export const concernsButtonId = (vm: string) => `gantry-concerns-of-${vm}`;

interface ConcernsCellProps {
  readonly vm: InventoryVm;
  /** Absent where there is no room to tell them. */
  readonly open?: (vm: string) => void;
}

/** How many concerns of the worst category, and how many others; opens all of them where they can be told. */
export function ConcernsCell({ vm, open }: ConcernsCellProps) {
  const t = useT();
  const [worst] = vm.concerns;
  if (worst === undefined) return <>{t('None')}</>;
  const { icon: Sign, status } = concernCategories[worst.category];
  const alike = vm.concerns.filter(({ category }) => category === worst.category).length;
  const others = vm.concerns.length - alike;
  const icon = (
    <Icon status={status} isInline>
      <Sign />
    </Icon>
  );
  const text = `${countText(t, worst.category, alike)}${others > 0 ? ` + ${others}` : ''}`;
  if (open === undefined)
    return (
      <span className="gantry-nowrap">
        {icon} {text}
      </span>
    );
  return (
    <Button
      id={concernsButtonId(vm.id)}
      variant="link"
      isInline
      className="gantry-nowrap"
      onClick={() => open(vm.id)}
      icon={icon}
    >
      {text}
      <span className="pf-v6-screen-reader"> · {t('Concerns of {{name}}', { name: vm.name })}</span>
    </Button>
  );
}
