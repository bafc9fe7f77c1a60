import type {FormValues, Parsed} from '../form.ts';
import type {EngineOperation} from '../operation.ts';
import {docker} from '../shell.ts';

/** The key is a secret: it goes to the engine and nowhere else. */
type Unlocking = {readonly key: string};

export const unlockSwarm: EngineOperation<Unlocking> = {
	on: 'engine',
	id: 'unlockSwarm',
	title: 'Unlock this manager',
	verb: 'unlock',
	doing: 'Unlocking',
	done: 'is unlocked',
	danger: 'disruptive',
	// While an engine starts again, nobody knows yet whether it is.
	blockedBy: ({saw}) =>
		saw.swarmState === 'inactive' || saw.swarmState === 'active' ? `${saw.name} is not locked` : undefined,
	fields: () => [
		{
			name: 'key',
			label: 'unlock key',
			initial: '',
			hint: 'SWMKEY-1-...; another manager that is up shows it: in skep :swarm and v, or docker swarm unlock-key',
			isMasked: true,
		},
	],
	parse: parseKey,
	recorded: () => null,
	needs: () => ({engine: true}),
	plan: ([target]) => ({
		effects: [
			`${target?.saw.name ?? ''} reads its part of the swarm with the key, and takes its seat among the managers again.`,
			'A key that was rotated while this manager was down is not the right one: then it needs the key from before.',
		],
		warnings: [],
		refusals: [],
	}),
	cli: () => docker('swarm', 'unlock'),
	relies: () => null,
	run: async ({engine}, _fresh, {key}, signal) => {
		await engine.unlockSwarm(key, signal);
		return [];
	},
	isWritten: now => now !== undefined && now.swarmState !== 'locked',
	isSeen: (_target, _input, snapshot) => snapshot.nodes !== undefined && snapshot.self !== undefined,
};

/** As `docker swarm unlock-key` shows it; swarmkit's `ParseHumanReadableKey`. The command around it may be pasted, too. */
function parseKey(values: FormValues): Parsed<Unlocking> {
	const typed = (values['key'] ?? '').trim();
	const key = /SWMKEY-\S+/.exec(typed)?.[0] ?? typed;
	const problem = keyProblem(key);
	return problem === undefined ? {kind: 'input', input: {key}} : {kind: 'problem', field: 'key', problem};
}

const keyProblem = (key: string) => {
	if (key === '') {
		return 'The key is missing.';
	}

	if (key.startsWith('SWMTKN-')) {
		return 'This is a join token; an unlock key begins with SWMKEY-1-.';
	}

	if (!key.startsWith('SWMKEY-1-')) {
		return 'This is no unlock key: those begin with SWMKEY-1-.';
	}

	const length = key.length - 'SWMKEY-1-'.length;
	return /^SWMKEY-1-[A-Za-z0-9+/]{43}$/.test(key)
		? undefined
		: `After SWMKEY-1- there must be 43 letters, digits, + or /: ${length === 43 ? 'one of these is another character' : `here are ${length}`}.`;
};
