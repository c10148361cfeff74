import { type FormEvent, useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useChoice, useText } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { csvOf } from '../../words/csv.ts';
import { money } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';

interface Said {
  readonly customer: string;
  readonly id: string;
  readonly time: string;
  readonly survey: string;
  readonly score: number;
  readonly scale_max: number;
  readonly touchpoint: string;
  readonly verbatim: string;
  readonly mrr: number;
}
interface Answered {
  readonly currency: string | null;
  readonly answers: readonly Said[];
  readonly next: string | null;
}

const SURVEYS = ['all', 'nps', 'csat', 'ces'] as const;
const NAMES = { all: 'All', nps: 'NPS', csat: 'CSAT', ces: 'CES' };
const FIRST = 25;
const MOST = 1_000;

const Search = () => {
  const [search, setSearch] = useText('search');
  const [words, setWords] = useState(search ?? '');
  const show = (event: FormEvent) => {
    event.preventDefault();
    setSearch(words.trim() === '' ? null : words.trim());
  };
  return (
    <form className="divider" onSubmit={show}>
      <input
        type="search"
        aria-label="Words in answers"
        placeholder="Words in answers"
        value={words}
        onChange={({ target }) => setWords(target.value)}
        maxLength={200}
      />
      <button type="submit" className="button slight">
        Search
      </button>
    </form>
  );
};

const Entry = ({ said, currency }: { readonly said: Said; readonly currency: string | null }) => {
  const { today } = useTenant();
  const { customer, time, survey, score, scale_max, touchpoint, verbatim, mrr } = said;
  return (
    <li>
      <p className="verbatim">{verbatim}</p>
      <p className="small quiet digits">
        <span className="strong">{`${survey.toUpperCase()} ${score} of ${scale_max}`}</span>
        {touchpoint === '' ? '' : ` · ${touchpoint}`}
        {' · '}
        <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
        {` · MRR ${money(mrr, currency)} · ${momentText(time, today)}`}
      </p>
    </li>
  );
};

/** What customers said in their own words, newest first, with what they are worth. */
export const Verbatims = () => {
  const [survey, setSurvey] = useChoice('survey', SURVEYS, 'all');
  const [search] = useText('search');
  const [limit, setLimit] = useState(FIRST);
  const { data, isOld, error } = useAnswer<Answered>('/v1/surveys/answers', {
    verbatims: true,
    survey: survey === 'all' ? null : survey,
    search,
    limit,
  });
  const csv = () =>
    csvOf([
      ['time', 'customer', 'survey', 'score', 'touchpoint', 'verbatim', 'mrr'],
      ...(data?.answers ?? []).map((said) => [
        said.time,
        said.customer,
        said.survey,
        said.score,
        said.touchpoint,
        said.verbatim,
        said.mrr,
      ]),
    ]);
  return (
    <Card
      title="In their own words"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <Search />
          <Segments legend="Survey" values={SURVEYS} labels={NAMES} value={survey} onChoose={setSurvey} />
          <ExportTools name="verbatims" csv={csv} />
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={6} /> : null}
      {data?.answers.length === 0 ? (
        <p className="card-empty quiet">
          {search === null ? 'Nobody has said a word so far.' : 'Nobody said that.'}
        </p>
      ) : (
        <ul className="said">
          {data?.answers.map((said) => (
            <Entry key={`${said.customer} ${said.id}`} said={said} currency={data.currency} />
          ))}
        </ul>
      )}
      {data === undefined || data.next === null || limit === MOST ? null : (
        <p className="more">
          <button type="button" className="button slight" onClick={() => setLimit(MOST)}>
            Show more
          </button>
        </p>
      )}
    </Card>
  );
};
