import { hold, type Conditions, type VariableValues } from './condition.js';
import { ownValue } from './json-object.js';

/** Writes the body of a request to a subgraph; everything that does not change has been written before. */
export class RequestBody {
  private readonly start: string;

  constructor(
    query: string,
    operationName: string | undefined,
    /** Variables of the client's that the operation uses. */
    private readonly variables: readonly string[],
  ) {
    const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
    this.start = `{"query":${JSON.stringify(query)}${name}`;
  }

  write(values: VariableValues, representations?: readonly string[]): string {
    let members = representations === undefined ? '' : `"representations":[${representations.join(',')}]`;
    for (const name of this.variables) {
      const value = ownValue(values, name);
      // A variable without value and default is not sent at all: null would be a value.
      if (value !== undefined)
        members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
    }
    return members === '' ? `${this.start}}` : `${this.start},"variables":{${members}}}`;
  }
}

/** Whether anything is left to ask; a request for nothing is not sent. */
export function asksAnything(asked: readonly { readonly when: Conditions }[], variables: VariableValues): boolean {
  return asked.some(({ when }) => hold(when, variables));
}
