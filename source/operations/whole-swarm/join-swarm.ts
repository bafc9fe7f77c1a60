import type {Joining} from '../../engine/creations.ts';
import {isEngineError} from '../../engine/errors.ts';
import {parseJoinCommand, parseJoinToken, parseManagerAddress} from '../../swarm/join-token.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Field, FormValues, Parsed} from '../form.ts';
import type {EngineOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {docker} from '../shell.ts';
import type {EngineTarget} from '../target.ts';
import {addressProblem, addressWarnings, dataPathProblem} from './advertise-address.ts';
import {addressHint} from './init-swarm-form.ts';
import {portsSentence, whyNoSwarmHere} from './swarm-membership.ts';

/** In the place of a token, wherever one can look: whoever has it can join. */
const hiddenToken = 'SWMTKN-1-...';

export const joinSwarm: EngineOperation<Joining> = {
	on: 'engine',
	id: 'joinSwarm',
	title: 'Join a swarm with this engine',
	verb: 'join a swarm',
	doing: 'Joining a swarm with',
	done: 'joined the swarm',
	danger: 'disruptive',
	blockedBy: ({saw}) => whyNoSwarmHere(saw),
	fields: ([target]) => fieldsOf(target),
	meaning(values) {
		const pasted = parseJoinCommand(values['token'] ?? '');
		const manager = pasted?.manager ?? values['manager'];
		return pasted === undefined ? [] : [`The whole command was pasted: its token, and ${manager || 'no address'}.`];
	},
	parse: parseJoin,
	recorded: ({token: _, ...rest}) => rest,
	needs: () => ({engine: true}),
	plan: ([target], input) => ({
		effects: [
			`${target?.saw.name ?? ''} joins the swarm of ${input.managers.join(', ')}; its token decides whether as a worker or as a manager.`,
			'The swarm may start tasks on it at once. Containers that run here now are not touched.',
			portsSentence(),
			'As a worker it shows nothing of the swarm: then skep says which managers to go to.',
		],
		warnings: target === undefined ? [] : addressWarnings(input.advertiseAddress, target),
		refusals: [],
	}),
	cli: (_target, {managers, advertiseAddress, dataPathAddress}) =>
		docker(
			'swarm',
			'join',
			'--token',
			hiddenToken,
			...(advertiseAddress === undefined ? [] : ['--advertise-addr', advertiseAddress]),
			...(dataPathAddress === undefined ? [] : ['--data-path-addr', dataPathAddress]),
			...managers,
		),
	relies: ({swarmState}) => ({swarmState}),
	run: async ({engine}, _fresh, input, signal) => join(engine, input, signal),
	isWritten: now => now?.swarmState === 'active' || now?.swarmState === 'pending',
	isSeen: (_target, _input, snapshot) => snapshot.nodes !== undefined,
};

const fieldsOf = (target: EngineTarget | undefined): readonly Field[] => [
	{
		name: 'token',
		label: 'join token',
		initial: '',
		hint: 'from a manager: in skep :swarm, or docker swarm join-token worker; the whole command may be pasted here',
		isMasked: true,
	},
	{
		name: 'manager',
		label: 'manager',
		initial: '',
		fallback: 'of the pasted command',
		hint: 'an address of any manager: 10.0.0.5:2377',
	},
	{
		name: 'advertise',
		label: 'advertise address',
		initial: '',
		fallback: 'as the engine finds it',
		hint: target === undefined ? '' : addressHint(target),
	},
	{
		name: 'dataPath',
		label: 'data path address',
		initial: '',
		fallback: 'the same',
		hint: 'where the traffic of overlay networks goes, if it has a way of its own: an IP or an interface',
	},
];

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What was typed, each read by itself; a command that was pasted whole has both token and address. */
const readFields = (values: FormValues) => {
	const textOf = (name: string) => (values[name] ?? '').trim();
	const pasted = parseJoinCommand(textOf('token')) ?? parseJoinCommand(textOf('manager'));
	return {
		token: parseJoinToken(pasted?.token ?? textOf('token')),
		manager: parseManagerAddress(pasted?.manager ?? textOf('manager')),
		advertise: textOf('advertise'),
		dataPath: textOf('dataPath'),
	};
};

function parseJoin(values: FormValues): Parsed<Joining> {
	const {token, manager, advertise, dataPath} = readFields(values);

	if (!isValid(token)) {
		return {kind: 'problem', field: 'token', problem: sentence(token.problem)};
	}

	if (!isValid(manager)) {
		return {kind: 'problem', field: 'manager', problem: sentence(manager.problem)};
	}

	const own = addressProblem(advertise);
	const problem = own ?? dataPathProblem(dataPath);

	if (problem !== undefined) {
		return {kind: 'problem', field: own === undefined ? 'dataPath' : 'advertise', problem: sentence(problem)};
	}

	return {
		kind: 'input',
		input: {
			token: token.value,
			managers: [manager.value],
			...(advertise !== '' && {advertiseAddress: advertise}),
			...(dataPath !== '' && {dataPathAddress: dataPath}),
		},
	};
}

/** The engine waits 20 s for the managers, and then goes on by itself. */
async function join(engine: Resources['engine'], input: Joining, signal: AbortSignal): Promise<readonly string[]> {
	try {
		await engine.joinSwarm(input, signal);
		return [];
	} catch (error) {
		const isTrying = isEngineError(error, 'too-late') && (await engine.info(signal)).swarmState === 'pending';

		if (!isTrying) {
			throw error;
		}

		return [
			`No manager answered at ${input.managers.join(', ')} within 20 s. The engine goes on trying by itself until it leaves: is that address right, and TCP 2377 open?`,
		];
	}
}
