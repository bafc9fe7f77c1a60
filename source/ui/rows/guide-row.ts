import {stepsOf} from '../../operations/guided/advance.ts';
import {guidedKinds} from '../../operations/guided/kinds.ts';
import type {Guide} from '../../operations/guided/runner.ts';
import type {Instant} from '../../swarm/values.ts';
import {age} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import type {NeedsRow} from './needs-rows.ts';

export const guideRowId = 'guide';

const verdicts = {going: 'moving', stopped: 'STOPPED', unfinished: 'UNFINISHED'} as const;

const wordsOf = ({status, why}: Guide, step: string) => {
	switch (status) {
		case 'unfinished':
			return `begun earlier, next: ${step}; Enter: go on, or undo it`;
		case 'stopped':
			return `${why ?? step}  Enter: go on, or undo it`;
		case 'going':
			return why === undefined ? step : `${step}: ${why}`;
	}
};

const rowOf = (guide: Guide, now: Instant): NeedsRow => {
	const {record, status} = guide;
	const steps = stepsOf(guidedKinds[record.kind], record);
	const step = steps[record.done]?.title ?? 'done';
	return {
		id: guideRowId,
		verdict: verdicts[status],
		tone: status === 'going' ? 'moving' : 'look',
		name: clean(record.phase === 'undoing' ? `Undoing: ${record.title}` : record.title),
		standing: `${record.done}/${steps.length}`,
		since: age(now - record.startedAt),
		cause: clean(wordsOf(guide, step)),
		subject: {kind: 'swarm'},
	};
};

/** What is done step by step: first while it waits for someone, last while it goes on by itself. */
export const withGuide = (rows: readonly NeedsRow[], guide: Guide | undefined, now: Instant): readonly NeedsRow[] => {
	if (guide === undefined) {
		return rows;
	}

	const row = rowOf(guide, now);
	return guide.status === 'going' ? [...rows, row] : [row, ...rows];
};
