import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import type { Provider } from 'oidc-provider';

/** Holds the provider, which can only be made once the port, and with it the issuer, is known. */
@Injectable()
export class ProviderHost {
  private opened: { readonly provider: Provider; readonly callback: ReturnType<Provider['callback']> } | undefined;

  open(provider: Provider): void {
    this.opened = { provider, callback: provider.callback() };
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }

  get provider(): Provider {
    return this.required().provider;
  }

  get callback(): ReturnType<Provider['callback']> {
    return this.required().callback;
  }

  private required() {
    if (this.opened === undefined) throw new ServiceUnavailableException();
    return this.opened;
  }
}
