import type {CommandContext} from '../context.ts';
import {say} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {Command} from './command.ts';

/** In a simulated swarm things can be broken to see what happens; elsewhere these are not offered at all. */
const onNode = (title: string, kind: 'kill' | 'cut' | 'return', done: string): Command => ({
	title,
	isOffered: ({practice}) => practice !== undefined,
	blockedBy: ({ui, view}) =>
		ui.getState().focus === 'nodes' && view.selected('nodes') !== undefined ? undefined : 'choose a node first (key 2)',
	run(context) {
		const node = context.view.selected('nodes')?.name ?? '';
		tell(context, context.practice?.breakNode(kind, node), `${node} ${done}`);
	},
});

function tell({ui}: CommandContext, work: Promise<void> | undefined, done: string) {
	work?.then(
		() => say(ui, done),
		error => say(ui, clean(error instanceof Error ? error.message : String(error)), 'look'),
	);
}

export const practiceCommands = {
	practiceKill: onNode('Practice: power this node off', 'kill', 'is off; the managers notice in some 12 s'),
	practiceCut: onNode('Practice: pull the cable of this node', 'cut', 'is cut off; it runs on by itself'),
	practiceReturn: onNode('Practice: bring this node back', 'return', 'comes back'),
	practiceLoseQuorum: {
		title: 'Practice: lose the quorum',
		isOffered: ({practice}) => practice !== undefined,
		run: context => tell(context, context.practice?.loseQuorum(), 'managers are off until too few are left'),
	},
} as const satisfies Record<string, Command>;
