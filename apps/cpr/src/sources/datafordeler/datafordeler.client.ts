import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { SourceClient, SourceReply, SubjectAccess } from '@app/subgraph';
import { z } from 'zod';
import { PersonSource } from '../../person/person.source.js';
import { ownerOf, type RegisteredChild, type RegisteredPerson } from '../../person/registered-person.js';
import { SOURCE } from './period.mapper.js';
import { toChild, toPerson } from './person.mapper.js';
import { CHILDREN_QUERY, CITIZEN_QUERY, PERSON_PATH, PROBE_QUERY } from './person.query.js';
import { ChildNode, CitizenNode, replyOf } from './person.reply.js';

const CitizenReply = replyOf(CitizenNode);
const ChildrenReply = replyOf(ChildNode);

/** Asks the Datafordeler's GraphQL service for CPR, public sector. */
export class DatafordelerClient extends PersonSource {
  constructor(private readonly source: SourceClient) {
    super();
  }

  async findPerson(access: SubjectAccess): Promise<RegisteredPerson | undefined> {
    const reply = await this.source.post(PERSON_PATH, bodyOf(CITIZEN_QUERY, [access.cprNumber]), access);
    const [node, ...others] = readNodes(CitizenReply, reply);
    if (node === undefined) return undefined;
    // One number, one person: what is more than that is about someone else.
    if (others.length > 0) throw this.aboutAnother();
    const person = toPerson(node);
    this.tellLedger(ownerOf(person.numbers, access.cprNumber), access);
    return person;
  }

  async findChildren(children: readonly CprNumber[], access: SubjectAccess): Promise<readonly RegisteredChild[]> {
    const reply = await this.source.post(PERSON_PATH, bodyOf(CHILDREN_QUERY, children), access);
    const found = readNodes(ChildrenReply, reply).map(toChild);
    const missing = new Set(children);
    for (const { numbers } of found) {
      const asked = children.find((child) => ownerOf(numbers, child) === child);
      if (asked === undefined || !missing.delete(asked)) throw this.aboutAnother();
    }
    if (missing.size > 0) throw this.aboutAnother();
    return found;
  }

  private tellLedger(owner: CprNumber, { records }: SubjectAccess): void {
    try {
      records.read(owner);
    } catch (error) {
      this.source.quarantine();
      throw error;
    }
  }

  private aboutAnother(): ExposureError {
    this.source.quarantine();
    return new ExposureError('SUBJECT_MISMATCH', { source: SOURCE });
  }
}

/** A planned closure: an HTTP error with a GraphQL error that says until when. Texts of others stay behind. */
const ClosedReply = z.object({
  errors: z
    .array(z.object({ extensions: z.object({ aabnerTidspunkt: z.iso.datetime({ offset: true }) }) }))
    .min(1)
    .max(10),
});

/** Tells a planned closure from a failure. `undefined`: a failure. */
export function readRefusal({ status, body }: SourceReply): ExposureError | undefined {
  const reply = ClosedReply.safeParse(body);
  const opensAt = reply.data?.errors[0]?.extensions.aabnerTidspunkt;
  if (status !== 503 || opensAt === undefined) return undefined;
  return new ExposureError('SOURCE_CLOSED', { source: SOURCE, opensAt: new Date(opensAt).toISOString() });
}

/** Asks about nobody whether the service is back. */
export async function requireInOperation(post: (path: string, body: unknown) => Promise<SourceReply>): Promise<void> {
  readNodes(ChildrenReply, await post(PERSON_PATH, bodyOf(PROBE_QUERY, [])));
}

function bodyOf(
  query: string,
  cpr: readonly CprNumber[],
): { readonly query: string; readonly variables: { readonly cpr: readonly CprNumber[] } } {
  return { query, variables: { cpr } };
}

function readNodes<Node>(
  schema: z.ZodType<{ data: { CPRCustom_PublicSectorPerson: { nodes: Node[] } } }>,
  { status, body }: SourceReply,
): Node[] {
  if (status !== 200) throw new ExposureError('SOURCE_UNAVAILABLE', { source: SOURCE, status });
  const reply = schema.safeParse(body);
  // zod's issues quote what was received, so they go no further.
  if (!reply.success) throw new ExposureError('SOURCE_REPLY_INVALID', { source: SOURCE, reason: 'shape' });
  return reply.data.data.CPRCustom_PublicSectorPerson.nodes;
}
