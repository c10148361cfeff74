import { type ReactNode, type Ref, useId } from 'react';
import { sentence } from '../words/text.ts';

interface Props {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** Stands at the end of the head line. */
  readonly tools?: ReactNode;
  readonly className?: string;
  /** What is shown is not the newest. */
  readonly isOld?: boolean;
  readonly error?: Error | null;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A part of a page under a head line. Where its answer cannot be had it says so, and keeps what it had. */
export const Card = ({
  title,
  note,
  tools,
  className = '',
  isOld = false,
  error = null,
  ref,
  children,
}: Props) => {
  const id = useId();
  return (
    <section ref={ref} className={`card ${className}${isOld ? ' old' : ''}`} aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>
          {title} {note === undefined ? null : <span className="quiet">{note}</span>}
        </h2>
        {tools}
      </header>
      {error === null ? null : (
        <p className="card-error small bad" role="status">
          {sentence(error.message)}
        </p>
      )}
      {children}
    </section>
  );
};
