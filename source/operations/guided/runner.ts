import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Instant} from '../../swarm/values.ts';
import {execute} from '../execute.ts';
import type {Order} from '../order.ts';
import {goesOn} from '../outcome.ts';
import {readOnlySentence} from '../read-only.ts';
import type {Resources} from '../resources.ts';
import {advance, begunOf} from './advance.ts';
import type {GuidedPlan, GuidedRecord, Write} from './guided.ts';
import {guidedKinds} from './kinds.ts';

/** Where something that is done step by step stands. */
export type Guide = {
	readonly record: GuidedRecord;
	/** `unfinished`: from an earlier run of skep; it waits to be asked. `stopped`: it waits for a person, for the reason beside. */
	readonly status: 'going' | 'stopped' | 'unfinished';
	/** Why it stopped, or what it waits for. */
	readonly why: string | undefined;
};

export type RunnerOptions = {
	readonly snapshot: () => Snapshot;
	readonly resources: Resources;
	readonly journal: Order['journal'];
	readonly isReadOnly: boolean;
	readonly now: () => Instant;
	/** Keeps the record, before the first write and at every step; rejects when it can't. */
	readonly keep: (record: GuidedRecord) => Promise<void>;
	readonly drop: (id: string) => Promise<void>;
	/** Told of every change; undefined when it is through. */
	readonly onChange: (guide: Guide | undefined) => void;
	/** Told in a sentence how it ended. */
	readonly onEnd: (record: GuidedRecord, sentence: string) => void;
	readonly patience?: Order['patience'];
};

/** Milliseconds after which what was sent is no longer waited for before it is taken back: a convergence may never come. */
const longestUnseen = 10_000;

/** Does one thing at a time step by step: looks at every snapshot, writes when it is time, and keeps its record true. */
export const createRunner = (options: RunnerOptions) => {
	let guide: Guide | undefined;
	let isBusy = false;
	let undoSince: Instant | undefined;
	let keeping: Promise<unknown> = Promise.resolve();

	const set = (next: Guide | undefined) => {
		const isSame =
			next !== undefined && guide?.record === next.record && guide.status === next.status && guide.why === next.why;
		guide = next;
		isSame || options.onChange(guide);
	};
	const keep = (record: GuidedRecord) => {
		keeping = keeping.catch(() => {}).then(() => options.keep(record));
		return keeping;
	};
	/** Who wants it undone anyway needn't be asked once more. */
	const stop = (why: string) =>
		guide && (undoSince === undefined ? set({...guide, status: 'stopped', why}) : set({...guide, why}));

	/** What was sent last is seen by now: from here on, snapshots tell what there is to take back. */
	const turnBack = (record: GuidedRecord) => {
		undoSince = undefined;
		const back = {phase: 'undoing', doneBefore: begunOf(record), done: 0, sent: undefined, times: []} as const;
		set({record: {...record, ...back}, status: 'going', why: undefined});
		void keep({...record, ...back}).catch(() => {});
		look();
	};

	const end = async (record: GuidedRecord) => {
		undoSince = undefined;
		set(undefined);
		await keeping.catch(() => {});
		await options.drop(record.id).catch(() => {});
		options.onEnd(record, `${record.title}: ${record.phase === 'going' ? 'done' : 'taken back, as far as it can be'}`);
	};

	const send = async (record: GuidedRecord, write: Write) => {
		isBusy = true;
		const sent = {...record, sent: record.done};

		try {
			await keep(sent);
			set({record: sent, status: 'going', why: undefined});
			const outcome = await written(write);

			if (outcome === undefined || !goesOn(outcome)) {
				stop(outcome?.sentence ?? 'Nothing was written.');
			}
		} catch (error) {
			stop(`It can't be written down, so nothing more is changed: ${error instanceof Error ? error.message : error}`);
		} finally {
			isBusy = false;
		}

		look();
	};

	const written = async ({operation, target, input}: Write) => {
		const {resources, journal, isReadOnly, patience} = options;
		const [result] = await execute({
			operation,
			targets: [target],
			input,
			snapshot: options.snapshot(),
			resources,
			isReadOnly,
			journal,
			signal: AbortSignal.timeout(120_000),
			...(patience && {patience}),
		});
		return result?.outcome;
	};

	/** To be called with every new snapshot. */
	const look = () => {
		if (guide?.status !== 'going' || isBusy) {
			return;
		}

		const {record, next} = advance(guidedKinds[guide.record.kind], guide.record, options.snapshot(), options.now());

		if (record !== guide.record && next.kind !== 'finished') {
			void keep(record).catch(() => {});
		}

		if (undoSince !== undefined && record.phase === 'going') {
			const isUnseen = record.sent === record.done && options.now() - undoSince < longestUnseen;
			return isUnseen ? set({record, status: 'going', why: 'to be undone once this is seen'}) : turnBack(record);
		}

		switch (next.kind) {
			case 'finished':
				return void end(record);
			case 'trouble':
				return set({record, status: 'stopped', why: next.sentence});
			case 'wait':
				return set({record, status: 'going', why: next.why});
			case 'write':
				return void send(record, next.write);
		}
	};

	return {
		guide: () => guide,
		look,
		/** Answers why not, where it can't. */
		async start(plan: GuidedPlan, swarm: string, id: string): Promise<string | undefined> {
			if (options.isReadOnly) {
				return readOnlySentence;
			}

			if (guide !== undefined) {
				return `${guide.record.title} comes first: finish it or undo it.`;
			}

			const begun = {swarm, id, startedAt: options.now(), phase: 'going', done: 0, sent: undefined} as const;
			const record: GuidedRecord = {...plan, ...begun, doneBefore: 0, times: []};

			try {
				await keep(record);
			} catch (error) {
				return `It can't be written down first, so nothing was begun: ${error instanceof Error ? error.message : error}`;
			}

			set({record, status: 'going', why: undefined});
			look();
			return undefined;
		},
		/** What an earlier run of skep left: nothing happens before someone asks for it. */
		recall: (record: GuidedRecord) => {
			guide === undefined && set({record, status: 'unfinished', why: undefined});
		},
		/** Goes on from where it stands, in the direction it had. */
		resume() {
			if (guide !== undefined && !options.isReadOnly) {
				set({record: {...guide.record, sent: undefined}, status: 'going', why: undefined});
				look();
			}
		},
		/** Takes back what can be taken back, as soon as the swarm shows what was sent last. */
		undo() {
			if (guide === undefined || options.isReadOnly || guide.record.phase === 'undoing') {
				return;
			}

			undoSince ??= options.now();
			guide.status === 'going' ? look() : turnBack(guide.record);
		},
		/** Leaves the swarm as it is now, and forgets about it. */
		async forget() {
			if (guide !== undefined && guide.status !== 'going') {
				const {record} = guide;
				set(undefined);
				await options.drop(record.id).catch(() => {});
			}
		},
	};
};
