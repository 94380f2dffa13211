import type { ErrorCode } from '@app/errors';
import { someHold, type Alternatives, type VariableValues } from './condition.js';
import { ownValue, setOwnValue, type JsonObject } from './json-object.js';

export interface Fault {
  readonly kind: 'fault';
  readonly code: ErrorCode;
  /** Grows from its end while the projection returns, so that no path is kept for values that are right. */
  readonly path: (string | number)[];
}

/** A place where a deferred fragment belongs. */
export interface DeferredPlace {
  readonly kind: 'place';
  readonly fragment: DeferredFragment;
  /** The fetched object that the fragment selects from. */
  readonly source: JsonObject;
  readonly path: (string | number)[];
}

/** A place at which a null came to rest that rose from below. */
interface RestingNull {
  readonly kind: 'null';
  readonly path: (string | number)[];
}

/** Faults that are told of one part of an answer. */
const FAULTS_MAX = 1_000;

/** What a projection needs of a request, and where it notes what it finds on its way. */
export class Findings {
  private readonly found: (Fault | DeferredPlace | RestingNull)[] = [];

  private faultCount = 0;

  constructor(readonly variables: VariableValues) {}

  /** How much was found so far; whoever calls something compares it to see whether something was found there. */
  get count(): number {
    return this.found.length;
  }

  get faults(): readonly Fault[] {
    return this.found.filter((one) => one.kind === 'fault');
  }

  get places(): readonly DeferredPlace[] {
    return this.found.filter((one) => one.kind === 'place');
  }

  /** Paths of the nulls that rose. */
  get nulls(): readonly (readonly (string | number)[])[] {
    return this.found.filter((one) => one.kind === 'null').map(({ path }) => path);
  }

  fault(code: ErrorCode): void {
    // An answer that is wrong everywhere says no more after so many times.
    if (this.faultCount >= FAULTS_MAX) return;
    this.faultCount += 1;
    this.found.push({ kind: 'fault', code, path: [] });
  }

  place(fragment: DeferredFragment, source: JsonObject): void {
    this.found.push({ kind: 'place', fragment, source, path: [] });
  }

  /** A null came to rest here: nothing can be delivered into what was found since `count` was `from`. */
  nullRests(from: number): void {
    const kept = this.found.splice(from).filter(({ kind }) => kind !== 'place');
    for (const one of kept) this.found.push(one);
    this.found.push({ kind: 'null', path: [] });
  }

  /** Puts `key` before the paths of what was found since `count` was `from`. */
  prefix(key: string | number, from: number): void {
    for (let index = from; index < this.found.length; index += 1) this.found[index]!.path.unshift(key);
  }
}

/** For whom the first fault decides: the projection ends with it. */
export class FirstFault extends Findings {
  override fault(code: ErrorCode): void {
    throw new FaultFound(code);
  }

  /** The projected value, or the code of the first fault. */
  static project(project: Project, value: unknown, variables: VariableValues): { readonly value: unknown } | ErrorCode {
    try {
      return { value: project(value, new FirstFault(variables)) };
    } catch (thrown) {
      if (thrown instanceof FaultFound) return thrown.code;
      throw thrown;
    }
  }
}

/** No `Error`: nobody reads its stack, and making one is what costs. */
class FaultFound {
  constructor(readonly code: ErrorCode) {}
}

/**
 * Turns a fetched value into the client's. `undefined` says that there is none and that null rises to the parent
 * (GraphQL specification §6.4.4); what is wrong has been noted then.
 */
export type Project = (value: unknown, findings: Findings) => unknown;

export interface FieldProjection {
  /** In the client's answer. */
  readonly key: string;
  /** In the fetched object. */
  readonly source: string;
  /** Absent: always there. */
  readonly when: Alternatives;
  readonly project: Project;
  /** It may stand here already, from further up. */
  readonly isRepeated: boolean;
  /** Every object answers to this name without having it, so it is read and written as an own property. */
  readonly isInherited: boolean;
}

export interface DeferredFragment {
  readonly label: string;
  readonly when: Alternatives;
  /** Projects the fragment for an object of this type. */
  readonly selection: ObjectProjection;
}

/** What is read from objects of one type. */
export class ObjectProjection {
  constructor(
    readonly fields: readonly FieldProjection[],
    readonly deferred: readonly DeferredFragment[],
  ) {}

  project(source: JsonObject, findings: Findings): JsonObject | undefined {
    const result: JsonObject = {};
    for (const { key, source: sourceKey, when, project, isRepeated, isInherited } of this.fields) {
      if (when !== undefined && !someHold(when, findings.variables)) continue;
      if (isRepeated && Object.hasOwn(result, key)) continue;
      const { count } = findings;
      const value = project(isInherited ? ownValue(source, sourceKey) : source[sourceKey], findings);
      if (findings.count !== count) findings.prefix(key, count);
      if (value === undefined) return undefined;
      if (isInherited) setOwnValue(result, key, value);
      else result[key] = value;
    }
    for (const fragment of this.deferred)
      if (someHold(fragment.when, findings.variables)) findings.place(fragment, source);
    return result;
  }
}

export function nullable(project: Project): Project {
  return (value, findings) => {
    if (value === null || value === undefined) return null;
    const { count } = findings;
    const result = project(value, findings);
    if (result !== undefined) return result;
    findings.nullRests(count);
    return null;
  };
}

export function nonNull(project: Project): Project {
  return (value, findings) => {
    if (value !== null && value !== undefined) return project(value, findings);
    findings.fault('VALUE_MISSING');
    return undefined;
  };
}

export function leaf(isOfForm: (value: unknown) => boolean): Project {
  return (value, findings) => {
    if (isOfForm(value)) return value;
    findings.fault('AUTHORITY_BAD_SHAPE');
    return undefined;
  };
}

export function listOf(project: Project): Project {
  return (value, findings) => {
    if (!Array.isArray(value)) {
      findings.fault('AUTHORITY_BAD_SHAPE');
      return undefined;
    }
    const result: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const { count } = findings;
      const item = project(value[index], findings);
      if (findings.count !== count) findings.prefix(index, count);
      if (item === undefined) return undefined;
      result.push(item);
    }
    return result;
  };
}
