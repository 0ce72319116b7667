import { Button, Icon } from '@patternfly/react-core';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { useT } from '../i18n.ts';
import { concernCategories, countText } from './concern-words.ts';

export const concernsButtonId = (vm: string) => `gantry-concerns-of-${vm}`;

interface ConcernsCellProps {
  readonly vm: InventoryVm;
  readonly open: (vm: string) => void;
}

/** How many concerns of the worst category, and how many others; opens all of them. */
export function ConcernsCell({ vm, open }: ConcernsCellProps) {
  const t = useT();
  const [worst] = vm.concerns;
  if (worst === undefined) return <>{t('None')}</>;
  const { icon: Sign, status } = concernCategories[worst.category];
  const alike = vm.concerns.filter(({ category }) => category === worst.category).length;
  const others = vm.concerns.length - alike;
  return (
    <Button
      id={concernsButtonId(vm.id)}
      variant="link"
      isInline
      className="gantry-nowrap"
      onClick={() => open(vm.id)}
      icon={
        <Icon status={status}>
          <Sign />
        </Icon>
      }
    >
      {countText(t, worst.category, alike)}
      {others > 0 && ` + ${others}`}
      <span className="pf-v6-screen-reader"> · {t('Concerns of {{name}}', { name: vm.name })}</span>
    </Button>
  );
}
