import {agree, listed} from '../../operations/words.ts';
import type {CommandContext, Practice} from '../context.ts';
import {say} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {Command} from './command.ts';

type Broken = 'kill' | 'cut' | 'return';

const isOffered = ({practice}: CommandContext) => practice !== undefined;
const mend = 'mend it with : practice';

/** Three missed heartbeats; a leader is missed only after another one is elected and has waited for it twice as long. */
const soon = 'in 12 s (40 s if it led)';

/** What is to be seen next, so that nobody waits for nothing. */
const done: Readonly<Record<Broken, (node: string) => string>> = {
	kill: node => `${node} is off, noticed ${soon}; ${mend}`,
	cut: node => `${node} is cut off, noticed ${soon}; ${mend}`,
	return: node => `${node} comes back; the managers hear of it in seconds`,
};

/** There skep itself hears nothing any more. */
const doneToOwn: Readonly<Record<Broken, (node: string) => string>> = {
	...done,
	kill: node => `${node}, which skep talks to, is off; ${mend}`,
	cut: node => `${node}, which skep talks to, is cut off; ${mend}`,
};

/** In a simulated swarm things can be broken to see what happens; elsewhere these are not offered at all. */
const onNode = (title: string, kind: Broken): Command => ({
	title,
	isOffered,
	blockedBy: ({ui, view}) =>
		ui.getState().focus === 'nodes' && view.selected('nodes') !== undefined ? undefined : 'choose a node first (key 2)',
	run(context) {
		const node = context.view.selected('nodes');
		const name = node?.name ?? '';
		const words = node?.id === context.view.snapshot().self ? doneToOwn : done;
		tell(
			context,
			practice => practice.breakNode(kind, name),
			() => words[kind](name),
		);
	},
});

const onSwarm = (
	title: string,
	work: (practice: Practice) => Promise<readonly string[]>,
	words: (nodes: readonly string[]) => string,
): Command => ({title, isOffered, run: context => tell(context, work, words)});

function tell<T>(
	{ui, practice}: CommandContext,
	work: (practice: Practice) => Promise<T>,
	words: (answer: T) => string,
) {
	if (practice === undefined) {
		return;
	}

	work(practice).then(
		answer => say(ui, clean(words(answer))),
		error => say(ui, clean(error instanceof Error ? error.message : String(error)), 'look'),
	);
}

const be = (nodes: readonly string[], one: string, many: string) =>
	`${listed(nodes)} ${agree(nodes.length, one, many)}`;

export const practiceCommands = {
	practiceKill: onNode('Practice: power this node off', 'kill'),
	practiceCut: onNode('Practice: pull the cable of this node', 'cut'),
	practiceReturn: onNode('Practice: bring this node back', 'return'),
	practiceLoseQuorum: onSwarm(
		'Practice: lose the quorum',
		practice => practice.loseQuorum(),
		nodes => (nodes.length === 0 ? 'there is no quorum already' : `${be(nodes, 'is', 'are')} off: no quorum; ${mend}`),
	),
	practiceReturnAll: onSwarm(
		'Practice: bring every node back',
		practice => practice.returnAll(),
		nodes => (nodes.length === 0 ? 'every node is on and connected' : be(nodes, 'comes back', 'come back')),
	),
} as const satisfies Record<string, Command>;
