import { buildSubgraphSchema } from '@apollo/subgraph';
import { dayInDenmark, type AuthorityName, type Clock } from '@app/domain';
import { ExposureError, type CitizenText } from '@app/errors';
import type { EngineContext, OwnSubgraph } from '@app/federation';
import { parse } from 'graphql';
import { RequestSources, type SourceStatus } from '../source-status.js';
import { combineClaims } from './combined-claims.js';
import { INPUT_OWNERS, type InputField, type OverviewInputs } from './overview-inputs.js';
import { timelineOf } from './timeline.js';

export interface OwnSubgraphParts {
  /** contracts/gateway/schema.graphql. */
  readonly sdl: string;
  /** What the rules mean by today. */
  readonly clock: Clock;
  /** Name of an authority for citizens, from its contract. */
  readonly nameOf: (authority: AuthorityName) => CitizenText;
}

/** What the gateway answers itself: whom the request is about, what only the whole can tell, and how the sources did. */
export function createOwnSubgraph({ sdl, clock, nameOf }: OwnSubgraphParts): OwnSubgraph {
  const today = () => dayInDenmark(clock.now());
  const lacks = ({ lacks: fields }: { readonly lacks: readonly InputField[] }) =>
    fields.map((field) => describe(field, nameOf));
  const source = ({ source: field }: { readonly source: InputField }) => describe(field, nameOf);
  const resolvers = {
    Query: { me: subjectOf, sources: sourcesOf },
    Citizen: {
      __resolveReference: ownReference,
      timeline: (inputs: OverviewInputs) => timelineOf(inputs, today()),
      claims: (inputs: OverviewInputs) => combineClaims(inputs, today()),
    },
    Timeline: { lacks },
    TimelineEntry: { source },
    CombinedClaims: { lacks },
    ClaimSighting: { source },
  };
  return {
    name: 'gateway',
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]),
    lateFields: new Set(['sources']),
  };
}

/** A field of the citizen as clients see it (`SourceField` of the schema). */
interface SourceField {
  readonly authority: AuthorityName;
  readonly authorityName: CitizenText;
  readonly field: InputField;
  readonly content: CitizenText;
}

function describe(field: InputField, nameOf: OwnSubgraphParts['nameOf']): SourceField {
  const { authority, content } = INPUT_OWNERS[field];
  return { authority, authorityName: nameOf(authority), field, content };
}

function subjectOf(_root: unknown, _arguments: unknown, { subject }: EngineContext) {
  if (subject === undefined) throw new TypeError('the request is about nobody');
  return { __typename: 'Citizen', id: subject.citizenId };
}

function sourcesOf(
  _root: unknown,
  _arguments: unknown,
  { report, isRehearsal }: EngineContext,
): readonly SourceStatus[] {
  if (isRehearsal === true) return [];
  if (!(report instanceof RequestSources)) throw new TypeError('the request keeps no account of its sources');
  return report.statuses();
}

/** The engine brings together what is derived from; that it is all about the subject is looked at once more here. */
function ownReference(reference: { readonly id: string }, { subject }: EngineContext) {
  if (reference.id !== subject?.citizenId)
    throw new ExposureError('INTERNAL', { reason: 'a reference to another citizen than the subject' });
  return reference;
}
