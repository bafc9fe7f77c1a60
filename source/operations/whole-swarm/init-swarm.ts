import type {NewSwarm} from '../../engine/creations.ts';
import {duration} from '../duration.ts';
import type {EngineOperation, Plan} from '../operation.ts';
import {docker} from '../shell.ts';
import type {EngineTarget} from '../target.ts';
import {addressWarnings} from './advertise-address.ts';
import {initFields, parseInit} from './init-swarm-form.ts';
import {portsSentence, whyNoSwarmHere} from './swarm-membership.ts';

export const initSwarm: EngineOperation<NewSwarm> = {
	on: 'engine',
	id: 'initSwarm',
	title: 'Start a swarm on this engine',
	verb: 'start a swarm',
	doing: 'Starting a swarm on',
	done: 'started a swarm',
	danger: 'disruptive',
	blockedBy: ({saw}) => whyNoSwarmHere(saw),
	fields: initFields,
	parse: parseInit,
	needs: () => ({engine: true}),
	plan: ([target], input) => (target === undefined ? nothing : planOf(target, input)),
	cli: (_target, input) => docker('swarm', 'init', ...flagsOf(input)),
	relies: ({swarmState}) => ({swarmState}),
	run: async ({engine}, _fresh, input, signal) => {
		await engine.initSwarm(input, signal);
		return [];
	},
	isWritten: now => now?.swarmState === 'active',
	isSeen: (_target, _input, snapshot) => snapshot.nodes !== undefined,
};

const nothing: Plan = {effects: [], warnings: [], refusals: []};

const planOf = (target: EngineTarget, input: NewSwarm): Plan => ({
	effects: [
		`${target.saw.name} becomes the only manager of a new swarm${input.advertiseAddress === undefined ? '' : `, which others reach at ${input.advertiseAddress}`}.`,
		...(input.advertiseAddress === undefined
			? ['The engine chooses the address itself; it refuses where this machine has several.']
			: []),
		'How other machines join comes on screen next.',
		portsSentence(input.dataPathPort),
		...(input.isAutolocked
			? ["Autolock is on: the unlock key comes on screen next. Without it a restarted manager can't come back."]
			: []),
		'With one manager the swarm is lost when it is: two more bear the loss of one.',
	],
	warnings: addressWarnings(input.advertiseAddress, target),
	refusals: [],
});

const flagsOf = (input: NewSwarm): readonly string[] => [
	...flag('--advertise-addr', input.advertiseAddress),
	...flag('--data-path-addr', input.dataPathAddress),
	...flag('--data-path-port', input.dataPathPort),
	...(input.addressPools ?? []).flatMap(pool => ['--default-addr-pool', pool]),
	...flag('--default-addr-pool-mask-length', input.rangeBits),
	...flag('--cert-expiry', input.nodeCertificateLife === undefined ? undefined : duration(input.nodeCertificateLife)),
	...(input.isAutolocked ? ['--autolock'] : []),
];

const flag = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, `${value}`]);
