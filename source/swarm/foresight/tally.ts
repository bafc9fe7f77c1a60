import type {NodeId} from '../ids.ts';
import {chargesInWords, noSuitableNode} from '../placement/explain.ts';
import {filters} from '../placement/filters.ts';
import type {Range} from './foresight.ts';
import type {Ground} from './ground.ts';
import {idleIn} from './idle-slots.ts';
import {none, nowhere, type Outcome, type Party, unseen, wider} from './party.ts';
import {type Charges, cell, rowSum, type State} from './state.ts';
import {sum} from './sum.ts';

type Sums = {
	stuck: Range;
	gained: Range;
	/** Slots that run nowhere and were not come to. */
	left: Range;
	readonly texts: Map<NodeId, Set<string>>;
	readonly byNode: Map<NodeId, Range>;
};

/** Takes down how it ended, and tells it as ranges. */
export type Tally = {
	readonly passed: (state: State, charges: Charges) => void;
	readonly ended: (state: State, charges: Charges) => void;
	readonly outcomes: () => readonly Outcome[];
};

/** What the engine writes into a task of the party that waits in this state. */
const textIn = ({elsewhere}: Ground, charges: Charges, party: number): string => {
	const counts = [...(elsewhere[party] ?? [])];

	for (const here of charges) {
		const at = here[party] ?? 0;
		counts[at] = (counts[at] ?? 0) + 1;
	}

	return noSuitableNode(chargesInWords(counts));
};

type Text = readonly [at: NodeId, text: string];

/** Of tasks that have their node already: each its own. */
const textsByNode = (ground: Ground, state: State, charges: Charges, party: number): readonly Text[] =>
	ground.nodes.flatMap((id, node): readonly Text[] => {
		const isStuck = (state[cell(ground, party, 'waiting', node)] ?? 0) > 0;
		const counts = filters.map((_, at) => Number(at === charges[node]?.[party]));
		return isStuck ? [[id, chargesInWords(counts)]] : [];
	});

const textsIn = (ground: Ground, state: State, charges: Charges, at: number): readonly Text[] => {
	const party = ground.parties[at] as Party;

	if (party.only !== undefined || party.roll?.isByNode) {
		return textsByNode(ground, state, charges, at);
	}

	return rowSum(ground, state, at, 'waiting') > 0 ? [[nowhere, textIn(ground, charges, at)]] : [];
};

const note = (ground: Ground, state: State, charges: Charges, at: number, sums: Sums) => {
	const party = ground.parties[at] as Party;
	const stuck = rowSum(ground, state, at, 'waiting');
	const left = state[cell(ground, at, 'old', ground.width - 1)] ?? 0;
	const running = (of: State) =>
		rowSum(ground, of, at, 'fresh') +
		rowSum(ground, of, at, 'old') -
		(of[cell(ground, at, 'old', ground.width - 1)] ?? 0);
	sums.stuck = wider(sums.stuck, stuck);
	sums.left = wider(sums.left, left);
	sums.gained = wider(sums.gained, running(state) - running(ground.start));

	for (const [node, id] of ground.nodes.entries()) {
		const here = state[cell(ground, at, 'waiting', node)] ?? 0;
		party.roll?.isByNode && sums.byNode.set(id, wider(sums.byNode.get(id) ?? unseen, here));
	}

	for (const [id, text] of textsIn(ground, state, charges, at)) {
		sums.texts.set(id, (sums.texts.get(id) ?? new Set()).add(text));
	}
};

/**
Tried first of all that are tried at once, and left as it was: then nobody looks at it again, though others take more
room right after (a task that is given a node is no reason to try anew, in manager/scheduler/scheduler.go).
*/
const noteUnchanged = (ground: Ground, state: State, charges: Charges, at: number, sums: Sums) => {
	const {only, roll, errors} = ground.parties[at] as Party;

	if (errors === undefined || errors.size === 0 || only !== undefined || roll?.isByNode) {
		return;
	}

	const isStuck = rowSum(ground, state, at, 'waiting') > 0;
	const text = isStuck && charges.every(here => here[at] !== -1) ? textIn(ground, charges, at) : undefined;
	text !== undefined && errors.has(text) && sums.texts.set(nowhere, (sums.texts.get(nowhere) ?? new Set()).add(text));
};

const outcomeOf = ({roll}: Party, {left, ...sums}: Sums): Outcome => ({
	...sums,
	left: roll && sum(roll.old.values()) > 0 ? (sums.stuck.most === 0 ? none : idleIn(roll, left)) : none,
});

export const tallyOf = (ground: Ground): Tally => {
	const all = ground.parties.map(
		(): Sums => ({stuck: unseen, gained: unseen, left: unseen, texts: new Map(), byNode: new Map()}),
	);
	return {
		passed(state, charges) {
			for (const [at, sums] of all.entries()) {
				noteUnchanged(ground, state, charges, at, sums);
			}
		},
		ended(state, charges) {
			for (const [at, sums] of all.entries()) {
				note(ground, state, charges, at, sums);
			}
		},
		outcomes: () => ground.parties.map((party, at) => outcomeOf(party, all[at] as Sums)),
	};
};
