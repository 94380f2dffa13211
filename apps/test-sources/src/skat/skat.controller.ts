import { Body, Controller, HttpCode, Post, UseFilters, ValidationPipe } from '@nestjs/common';
import { parseCprNumber } from '@app/domain';
import { FactsService } from '../facts.service.js';
import { RecordChooser } from '../record-chooser.js';
import { toFordringer, type Fordringer } from './fordringer.js';
import { HentRequest } from './hent.request.js';
import { toOpgoerelser, type Opgoerelser } from './opgoerelser.js';
import { invalidInput } from './skat-problem.js';
import { SkatProblemFilter } from './skat-problem.filter.js';

const checked = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, exceptionFactory: invalidInput });

/** The two APIs of Skatteforvaltningen: assessments at Skattestyrelsen, claims at Gældsstyrelsen. */
@Controller('skat')
@UseFilters(SkatProblemFilter)
export class SkatController {
  constructor(
    private readonly facts: FactsService,
    private readonly records: RecordChooser,
  ) {}

  @Post('opgoerelser/v1/hent')
  @HttpCode(200)
  async opgoerelser(@Body(checked) request: HentRequest): Promise<Opgoerelser> {
    const { envelope, owner, facts } = await this.recordFor(request);
    return toOpgoerelser(envelope, owner, facts?.tax ?? { annual: [] });
  }

  @Post('fordringer/v1/hent')
  @HttpCode(200)
  async fordringer(@Body(checked) request: HentRequest): Promise<Fordringer> {
    const { envelope, owner, facts } = await this.recordFor(request);
    return toFordringer(envelope, owner, facts?.claims ?? []);
  }

  private async recordFor({ personnummer }: HentRequest) {
    const asked = parseCprNumber(personnummer);
    if (asked === undefined) throw invalidInput();
    const { envelope, rows } = await this.records.recordFor(asked);
    return { envelope, owner: rows, facts: this.facts.factsOf(rows) };
  }
}
