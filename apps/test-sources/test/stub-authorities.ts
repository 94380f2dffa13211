import { Body, Controller, HttpCode, Module, Post, Query } from '@nestjs/common';
import { parseCprNumber } from '@app/domain';
import { FactsService } from '../src/facts.service.js';
import { RecordChooser } from '../src/record-chooser.js';

/** What every stub answers: whose number is in the envelope, whose rows, and their name. */
export interface StubAnswer {
  readonly envelope: string;
  readonly rows: string;
  readonly family: string | undefined;
}

/** Authority modules in the smallest form, so that the shell is tested without the real ones. */
@Controller(['datafordeler', 'udk', 'skat'])
class StubController {
  constructor(
    private readonly facts: FactsService,
    private readonly records: RecordChooser,
  ) {}

  @Post('ask')
  @HttpCode(200)
  async ask(@Body() body: { cpr: string }, @Query() query: Record<string, string>): Promise<StubAnswer> {
    const asked = parseCprNumber(body.cpr);
    if (asked === undefined) throw new Error(`no number ${body.cpr} ${JSON.stringify(query)}`);
    const { envelope, rows } = await this.records.recordFor(asked);
    return { envelope, rows, family: this.facts.factsOf(rows)?.person.name.family };
  }
}

@Module({ controllers: [StubController] })
export class StubAuthorities {}
