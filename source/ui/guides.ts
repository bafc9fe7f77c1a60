import {createStore} from 'zustand/vanilla';
import type {GuidedPlan, GuidedRecord} from '../operations/guided/guided.ts';
import {guidedKinds} from '../operations/guided/kinds.ts';
import {createRunner, type Guide, type RunnerOptions} from '../operations/guided/runner.ts';
import type {Snapshot} from '../swarm/snapshot.ts';

/** Where what is done step by step is written down. */
export type Unfinished = {
	readonly keep: (id: string, record: GuidedRecord) => Promise<void>;
	readonly drop: (id: string) => Promise<void>;
	readonly load: () => Promise<readonly unknown[]>;
};

/** Without a place, it is forgotten with skep: for a simulated swarm, which is gone as well. */
export const forgetful: Unfinished = {keep: async () => {}, drop: async () => {}, load: async () => []};

type GuidesState = {
	readonly guide: Guide | undefined;
	/** What ended last, for its page. */
	readonly ended: {readonly record: GuidedRecord; readonly sentence: string} | undefined;
};

type GuidesOptions = Pick<RunnerOptions, 'resources' | 'journal' | 'isReadOnly' | 'now' | 'snapshot'> & {
	readonly unfinished: Unfinished;
	readonly say: (sentence: string) => void;
};

export type Guides = ReturnType<typeof createGuides>;

const texts = ['id', 'title', 'swarm'] as const;

const isRecord = (kept: unknown): kept is GuidedRecord => {
	const record = kept as Partial<GuidedRecord> | null | undefined;
	return (
		typeof record === 'object' &&
		record !== null &&
		texts.every(name => typeof record[name] === 'string') &&
		Object.hasOwn(guidedKinds, record.kind ?? '') &&
		Array.isArray(record.times) &&
		typeof record.done === 'number'
	);
};

/** The one thing that is done step by step at a time, for the screen; and what an earlier run of skep left of such a thing. */
export const createGuides = ({unfinished, say, ...options}: GuidesOptions) => {
	const store = createStore<GuidesState>(() => ({guide: undefined, ended: undefined}));
	let left: readonly GuidedRecord[] = [];
	let serial = 0;
	const runner = createRunner({
		...options,
		keep: record => unfinished.keep(record.id, record),
		drop: unfinished.drop,
		onChange: guide => store.setState({guide}),
		onEnd(record, sentence) {
			store.setState({ended: {record, sentence}});
			say(sentence);
		},
	});
	void unfinished.load().then(
		kept => {
			left = kept.filter(isRecord);
		},
		() => {},
	);

	/** Another swarm's is none of ours. */
	const recall = (snapshot: Snapshot) => {
		const ours = snapshot.swarm && left.find(({swarm}) => swarm === snapshot.swarm?.id);

		if (ours !== undefined && runner.guide() === undefined) {
			left = left.filter(record => record !== ours);
			runner.recall(ours);
		}
	};

	return {
		store,
		start: (plan: GuidedPlan) =>
			runner.start(plan, options.snapshot().swarm?.id ?? '', `${options.now()}-${process.pid}-${++serial}`),
		resume: runner.resume,
		undo: runner.undo,
		forget: runner.forget,
		/** To be called with every answer of a swarm that answers. */
		look() {
			recall(options.snapshot());
			runner.look();
		},
		/** What nobody has use for now that it is through. */
		left() {
			const {guide, ended} = store.getState();
			const record = guide === undefined ? ended?.record : undefined;
			return record && guidedKinds[record.kind].leaves?.(record.input, record.phase);
		},
		/** What is to be read often meanwhile. */
		watches() {
			const guide = runner.guide();
			return guide?.status === 'going' ? guidedKinds[guide.record.kind].watches(guide.record.input) : undefined;
		},
	};
};
