import { sentence } from '../words/text.ts';

/** Where there is nothing yet that could stay on the page. */
export const NoAnswer = ({ reason }: { readonly reason: string }) => (
  <section className="notice card" role="alert">
    <h2 className="headline">No numbers yet</h2>
    <p>{sentence(reason)}</p>
    <p className="quiet small">
      Trying again every two seconds. <a href="/readyz">/readyz</a> says which store is away.
    </p>
  </section>
);
