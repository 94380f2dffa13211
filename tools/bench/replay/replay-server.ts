import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { CLAIMS, citizenReference, recordOwnerOf } from '@app/identity';
import { amountOf, recordedIndexOf } from '../overview-marks.js';
import type { AnswerTemplate, TemplateMaker } from './answer-template.js';

export interface ReplayOptions {
  /** `gateway` is the subgraph that tells who `me` is; only the stock gateway asks it over HTTP. */
  readonly authority: 'gateway' | 'cpr' | 'udbetaling-danmark' | 'skat';
  readonly templates: TemplateMaker;
  readonly recordOwnerKey: Buffer;
  /** Key of the references of citizens, so that both gateways know a citizen by the same one. */
  readonly referenceKey: Buffer;
  /** Breaks the replay on purpose, for the test that the bench notices: after some calls, amounts are somebody else's. */
  readonly isMutant?: boolean;
}

interface Question {
  readonly query: string;
  readonly variables?: { readonly representations?: readonly { readonly id: string }[] };
}

/** One authority, as cheap as it can be: reads whom the token is about, believes it, and fills in a prepared answer. */
export class ReplayServer {
  calls = 0;
  private readonly byOperation = new Map<string, Promise<readonly AnswerTemplate[]>>();
  private readonly server: Server;

  constructor(private readonly options: ReplayOptions) {
    this.server = createServer((request, response) => void this.answer(request, response));
    // Longer than any pause of a gateway, so that no call meets a connection that is being closed.
    this.server.keepAliveTimeout = 120_000;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { query, variables } = JSON.parse(await textOf(request)) as Question;
      this.calls += 1;
      const body = await this.replay(query, variables, request.headers.authorization ?? '');
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
    } catch (thrown) {
      process.stderr.write(`replay of ${this.options.authority}: ${String(thrown)}\n`);
      response.writeHead(500).end();
    }
  }

  private async replay(query: string, variables: Question['variables'], authorization: string): Promise<Buffer> {
    const { recordOwnerKey, referenceKey } = this.options;
    let made = this.byOperation.get(query);
    if (made === undefined) this.byOperation.set(query, (made = this.options.templates.make(query)));
    const templates = await made;
    const { cprNumber, sub, sid } = claimsIn(authorization);
    const template = templates[recordedIndexOf(cprNumber, templates.length)]!;
    const [representation, ...others] = variables?.representations ?? [];
    if (others.length > 0) throw new Error('more than one citizen in a call');
    return template.fill({
      id: representation?.id ?? citizenReference(referenceKey, sid, sub),
      owner: template.asks('owner') ? recordOwnerOf(recordOwnerKey, cprNumber) : '',
      cpr: cprNumber,
      amount: this.amountFor(cprNumber),
    });
  }

  private amountFor(cprNumber: CprNumber): string {
    const { authority, isMutant } = this.options;
    if (authority === 'gateway' || authority === 'cpr') return '';
    return String(amountOf(cprNumber, authority) + (isMutant === true && this.calls > CALLS_OF_A_MUTANT ? 1 : 0));
  }
}

/** A mutant lies after these: what is compared before the timing must be right. */
const CALLS_OF_A_MUTANT = 1_000;

/** Believes the token: its signature is no business of a replay. */
function claimsIn(authorization: string): { cprNumber: CprNumber; sub: string; sid: string } {
  const payload = authorization.slice(authorization.indexOf('.') + 1, authorization.lastIndexOf('.'));
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const cprNumber = parseCprNumber(claims[CLAIMS.cprNumber]);
  if (cprNumber === undefined) throw new Error('a token without a person number');
  return { cprNumber, sub: String(claims['sub']), sid: String(claims[CLAIMS.sessionId]) };
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', reject);
    request.on('end', () =>
      resolve(chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks).toString('utf8')),
    );
  });
}
