import type {Role} from '../../swarm/node.ts';
import type {SwarmOperation} from '../operation.ts';
import {docker} from '../shell.ts';
import {isNewer, settingsUnknown, swarmNow} from './swarm-write.ts';

type Rotation = {readonly role: Role};

export const rotateJoinToken: SwarmOperation<Rotation> = {
	on: 'swarm',
	id: 'rotateJoinToken',
	title: 'Rotate a join token',
	verb: 'rotate a token',
	doing: 'Rotating',
	done: 'is rotated',
	subject: ({role}) => `the token of ${role}s`,
	danger: 'disruptive',
	blockedBy: (target, snapshot) => settingsUnknown(target, snapshot),
	fields: () => [
		{
			name: 'role',
			label: 'token of',
			initial: 'worker',
			hint: 'which token ends now',
			choices: ['worker', 'manager'],
		},
	],
	parse: values => ({kind: 'input', input: {role: values['role'] === 'manager' ? 'manager' : 'worker'}}),
	needs: () => ({swarm: true}),
	plan: (_targets, {role}) => ({
		effects: [
			`The token that machines join by as ${role}s is another from now on: the old one lets none in any more.`,
			'Machines that are in the swarm stay in it, and so do their certificates.',
			'Whatever holds the old one (a script, a cloud template, a note) needs the new one. It comes on screen next.',
			...(role === 'worker' ? ['The token of managers stays as it is.'] : ['The token of workers stays as it is.']),
		],
		warnings: [],
		refusals: [],
	}),
	cli: (_target, {role}) => docker('swarm', 'join-token', '--rotate', '--quiet', role),
	relies: () => null,
	run: async ({engine}, fresh, {role}, signal) => {
		await engine.updateSwarm(fresh, {kind: 'rotate-token', role}, signal);
		return [];
	},
	isWritten: (now, _input, over) => isNewer(now, over),
	isSeen: (target, _input, snapshot) => isNewer(swarmNow(target, snapshot), target.saw),
};
