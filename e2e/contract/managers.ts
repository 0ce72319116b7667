import type { Answer } from './body.ts';

function entriesOf({ managedFields = [] }: Partial<Answer['body']['metadata']>) {
  return managedFields;
}

/** Who owns what: FieldsV1 by `manager`, `manager/Apply`, or either with the subresource behind it. */
export function managers(answer: Pick<Answer, 'body'>): Record<string, unknown> {
  return Object.fromEntries(
    entriesOf(answer.body.metadata).map((entry) => {
      const name = [entry.manager, entry.operation === 'Apply' ? 'Apply' : '', entry.subresource ?? ''];
      return [name.filter((part) => part !== '').join('/'), entry.fieldsV1];
    }),
  );
}

/** The fields in dispute and with whom; which cause comes first is by chance. */
export function disputes({ body }: Pick<Answer, 'body'>): string[] {
  return body.details.causes.map(({ message, field }) => `${message}: ${field}`).toSorted();
}
