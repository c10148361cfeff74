import { Component, type ReactNode } from 'react';

/** A page that fails is told of in its place; the others go on. React asks for a class here. */
export class Fence extends Component<{ readonly children: ReactNode }, { readonly reason: string | null }> {
  override state = { reason: null };

  static getDerivedStateFromError(error: unknown) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { reason } = this.state;
    if (reason === null) return this.props.children;
    return (
      <section className="notice card" role="alert">
        <h2 className="headline">This page could not be shown</h2>
        <p>{reason}</p>
        <p>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            Load it again
          </button>
        </p>
      </section>
    );
  }
}
