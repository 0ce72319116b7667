import type { JsonObject } from '../json.ts';
import { isObject, objectsAt, textAt } from '../json.ts';
import type { Cause } from '../status-error.ts';
import { ruleProblem } from './rules.ts';
import { parseSchema } from './schema.ts';
import { requiredValue, show } from './validate.ts';

function written(rule: JsonObject): string {
  return show({
    Rule: textAt(rule, 'rule') ?? '',
    Message: textAt(rule, 'message') ?? '',
    MessageExpression: textAt(rule, 'messageExpression') ?? '',
    Reason: rule.reason ?? null,
    FieldPath: textAt(rule, 'fieldPath') ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  });
}

/** Rules of a definition that cannot be used. */
export function ruleProblems(schema: JsonObject, path: string): Cause[] {
  const own = objectsAt(schema, 'x-kubernetes-validations').flatMap((rule, index) => {
    const field = `${path}.x-kubernetes-validations[${index}].rule`;
    const text = textAt(rule, 'rule') ?? '';
    if (text.trim() === '') return [requiredValue(field, 'rule is not specified')];
    const why = ruleProblem(text, parseSchema(schema));
    return why === undefined
      ? []
      : [{ reason: 'FieldValueInvalid', field, message: `Invalid value: ${written(rule)}: ${why}` }];
  });
  const { properties, items, additionalProperties } = schema;
  return [
    ...own,
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([name, child]) =>
      isObject(child) ? ruleProblems(child, `${path}.properties[${name}]`) : [],
    ),
    ...(isObject(items) ? ruleProblems(items, `${path}.items`) : []),
    ...(isObject(additionalProperties) ? ruleProblems(additionalProperties, `${path}.additionalProperties`) : []),
  ];
}
