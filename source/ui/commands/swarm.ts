import {operations} from '../../operations/operations.ts';
import {type JoinTokens, joinCommand} from '../../swarm/join.ts';
import type {CommandContext} from '../context.ts';
import {joinAddress} from '../pages/describe-swarm.ts';
import {rescueCommands} from '../pages/no-quorum.ts';
import {say} from '../state.ts';
import type {Command} from './command.ts';
import {operationCommand} from './operations.ts';
import {openNoQuorum, openSwarm, openUnlockKey, putTokens, shownKey, showTokens, tokensOf} from './swarm-pages.ts';

function toggleTokens(context: CommandContext) {
	if (tokensOf(context.ui.getState()) === undefined) {
		showTokens(context);
	} else {
		putTokens(context, undefined);
	}
}

type Copied = {
	readonly title: string;
	readonly text: (tokens: JoinTokens, address: string) => string;
	readonly words: string;
};

/** Tokens are read when they are copied, and kept nowhere. */
const copyOfTokens = ({title, text, words}: Copied): Command => ({
	title,
	isInner: true,
	run(context) {
		const address = joinAddress(context.view.snapshot());
		context.resources.engine.joinTokens().then(
			tokens => {
				context.copy(text(tokens, address));
				say(context.ui, `copied: ${words}`);
			},
			(error: Error) => say(context.ui, error.message, 'look'),
		);
	},
});

const copyJoin = (title: string, role: keyof JoinTokens) =>
	copyOfTokens({
		title,
		text: (tokens, address) => joinCommand(tokens[role], address),
		words: `what to run on a machine that is to join as a ${role}`,
	});

const copyToken = (title: string, role: keyof JoinTokens) =>
	copyOfTokens({title, text: tokens => tokens[role], words: `the token of ${role}s`});

function copyUnlockKey({ui, copy}: CommandContext) {
	const key = shownKey(ui.getState());

	if (key !== undefined) {
		copy(key);
		say(ui, 'copied: the unlock key');
	}
}

const copyRescue = (title: string, way: 1 | 2): Command => ({
	title,
	isInner: true,
	run({cluster, copy, ui}) {
		copy(rescueCommands(cluster.getState(), way));
		say(ui, 'copied');
	},
});

export const swarmCommands = {
	initSwarm: operationCommand('Start a swarm on this engine', 'start a swarm', operations.initSwarm),
	joinSwarm: operationCommand('Join a swarm with this engine', 'join', operations.joinSwarm),
	unlockSwarm: operationCommand('Unlock this manager', 'unlock', operations.unlockSwarm),
	leaveSwarm: operationCommand('Leave the swarm with this engine', 'leave', operations.leaveSwarm),
	rotateJoinToken: operationCommand('Rotate a join token', 'rotate token', operations.rotateJoinToken),
	changeAutolock: operationCommand(
		'Turn autolock on or off',
		'autolock',
		operations.turnAutolockOn,
		operations.turnAutolockOff,
	),
	rotateUnlockKey: operationCommand('Rotate the unlock key', 'rotate key', operations.rotateUnlockKey),
	rotateRoot: operationCommand('Rotate the root certificate', 'rotate root', operations.rotateRoot),
	changeSwarmSettings: operationCommand('Change how the swarm is set up', 'settings', operations.changeSwarmSettings),
	showSwarm: {title: 'Swarm: managers, what can fail, settings, how to join', run: openSwarm},
	showUnlockKey: {title: 'Show the unlock key', isInner: true, run: openUnlockKey},
	copyUnlockKey: {title: 'Copy the unlock key', isInner: true, run: copyUnlockKey},
	toggleTokens: {title: 'Show or hide the join tokens', isInner: true, run: toggleTokens},
	copyWorkerJoin: copyJoin('Copy how a worker joins', 'worker'),
	copyManagerJoin: copyJoin('Copy how a manager joins', 'manager'),
	copyWorkerToken: copyToken('Copy only the token of workers', 'worker'),
	copyManagerToken: copyToken('Copy only the token of managers', 'manager'),
	showNoQuorum: {
		title: 'No quorum: the ways back',
		isOffered: ({cluster}) => cluster.getState().connection.kind === 'no-quorum',
		blockedBy: ({cluster}) =>
			cluster.getState().connection.kind === 'no-quorum'
				? undefined
				: 'the managers have not lost it, as far as is known',
		run: openNoQuorum,
	},
	copyBringBack: copyRescue('Copy the commands that look after lost managers', 1),
	copyRebuild: copyRescue('Copy the commands that rebuild from this manager', 2),
} as const satisfies Record<string, Command>;
