import type { ErrorCode } from '@app/errors';
import { someHold, type Alternatives, type VariableValues } from './condition.js';
import { ownValue, setOwnValue, type JsonObject } from './json-object.js';

export interface Fault {
  readonly code: ErrorCode;
  /** Grows from its end while the projection returns, so that no path is kept for values that are right. */
  readonly path: (string | number)[];
}

/** A place where a deferred fragment belongs. */
export interface DeferredPlace {
  readonly fragment: DeferredFragment;
  /** The object of the fetched data that the fragment selects from. */
  readonly source: JsonObject;
  readonly path: (string | number)[];
}

/** What a projection needs of a request, and where it notes what it finds on its way. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly places: DeferredPlace[] = [];
  /** Faults and places together; fields compare it to see whether one was found below them. */
  count = 0;

  constructor(readonly variables: VariableValues) {}

  fault(code: ErrorCode, path: (string | number)[] = []): void {
    this.faults.push({ code, path });
    this.count += 1;
  }

  place(fragment: DeferredFragment, source: JsonObject): void {
    this.places.push({ fragment, source, path: [] });
    this.count += 1;
  }

  /** Puts `key` before the paths of what was found below it. */
  prefix(key: string | number, faults: number, places: number): void {
    for (let index = faults; index < this.faults.length; index += 1) this.faults[index]!.path.unshift(key);
    for (let index = places; index < this.places.length; index += 1) this.places[index]!.path.unshift(key);
  }

  /** A part of the answer became null: nothing can be delivered into it later. */
  forgetPlaces(from: number): void {
    this.count -= this.places.length - from;
    this.places.length = from;
  }
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
      const faults = findings.faults.length;
      const places = findings.places.length;
      const value = project(isInherited ? ownValue(source, sourceKey) : source[sourceKey], findings);
      if (findings.count !== count) findings.prefix(key, faults, places);
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
    const places = findings.places.length;
    const result = project(value, findings);
    if (result !== undefined) return result;
    findings.forgetPlaces(places);
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
      const faults = findings.faults.length;
      const places = findings.places.length;
      const item = project(value[index], findings);
      if (findings.count !== count) findings.prefix(index, faults, places);
      if (item === undefined) return undefined;
      result.push(item);
    }
    return result;
  };
}
