import type {ClusterState} from '../../store/cluster.ts';
import {docker} from '../../swarm/shell-words.ts';
import type {Instant} from '../../swarm/values.ts';
import {alone} from '../commands/one-engine.ts';
import {exactAge} from '../format/age.ts';
import {clean} from '../text/clean.ts';

/** What is so, and what to do about it. */
type NoSwarmPage = {
	readonly title: string;
	readonly what: string;
	/** What can be done from here: a key, and its words. */
	readonly keys?: readonly (readonly [key: string, words: string])[];
	/** Prose; `$ ` begins a command that stands alone. */
	readonly todo: readonly string[];
};

const ports = "Open between a swarm's machines: TCP 2377 to managers, TCP and UDP 7946, UDP 4789.";

/** Where there is no swarm to show, by the reason. */
export function noSwarmPage(state: ClusterState, now: Instant): NoSwarmPage {
	const {keys = [], ...page} = pageOf(state, now);
	const way = alone(state);
	const isAboutEngine = keys.some(([key]) => key !== 'w');

	if (way === undefined || !isAboutEngine) {
		return {...page, keys};
	}

	const [here, amount] = [clean(state.info?.name ?? 'this engine'), state.places.length];
	return {
		...page,
		todo: [
			`What can be changed here is about ${here} alone, and skep was given ${amount} engines: ${way}.`,
			'',
			...page.todo,
		],
	};
}

function pageOf(state: ClusterState, now: Instant): NoSwarmPage {
	const {connection, info, place} = state;
	const address = clean(place?.address ?? 'the engine');
	const here = clean(info?.name ?? 'this engine');

	if (info?.swarmState === 'pending' && connection.kind !== 'disconnected') {
		return joining(
			here,
			info.managers.map(({address}) => clean(address)),
		);
	}

	switch (connection.kind) {
		case 'not-in-a-swarm':
			return outside(here, address);
		case 'not-a-manager':
			return worker(here, connection.managers.map(clean));
		case 'locked':
			return locked(here);
		case 'forbidden':
			return {
				title: `Not allowed to use ${address}`,
				what: clean(connection.message),
				todo: [
					'Run skep as a user of the group docker, or as root:',
					'$ sudo usermod -aG docker "$USER"',
					'A new group counts from the next login on.',
				],
			};
		case 'unsupported':
			return {
				title: 'skep and this engine have no API in common',
				what: clean(connection.message),
				todo: ['skep speaks Docker API 1.41 (Docker 20.10) to 1.51 (28.5), and with newer engines that still know it.'],
			};
		default:
			return unreachable(state, address, now);
	}
}

const outside = (here: string, address: string): NoSwarmPage => ({
	title: `${here} is not in a swarm`,
	what: `The engine at ${address} answers, but it is part of no swarm.`,
	keys: [
		['I', 'start a swarm here: this engine becomes its first manager'],
		['J', 'join one that is there, as a worker or as a manager, by its token'],
	],
	todo: [
		ports,
		'',
		'The same by hand:',
		'$ docker swarm init',
		'$ docker swarm join --token TOKEN MANAGER:2377',
		'A manager shows its tokens: skep there, :swarm, or',
		'$ docker swarm join-token worker',
	],
});

const joining = (here: string, managers: readonly string[]): NoSwarmPage => ({
	title: `${here} is joining a swarm`,
	what: `No manager has answered it yet${managers.length === 0 ? '' : ` at ${managers.join(', ')}`}. The engine goes on trying by itself.`,
	keys: [['E', 'give up: leave']],
	todo: ['Is that address right, and the manager up?', ports],
});

const worker = (here: string, managers: readonly string[]): NoSwarmPage => ({
	title: `${here} is a worker`,
	what: 'Only managers can show or change the swarm.',
	keys: [['E', 'leave the swarm with this engine; what that stops is shown first']],
	todo: [
		managers.length === 0
			? 'Start skep on a manager.'
			: `Its managers are at ${managers.join(', ')}. Start skep there:`,
		...managers.slice(0, 3).map(manager => `$ ssh -t ${manager.replace(/:\d+$/, '')} skep`),
	],
});

const locked = (here: string): NoSwarmPage => ({
	title: `The swarm on ${here} is locked`,
	what: 'Its manager was restarted with autolock on and needs the unlock key before it can take part again.',
	keys: [['K', 'unlock it, with the key at hand']],
	todo: [
		'Another manager that is up shows the key: skep there, :swarm and v, or',
		'$ docker swarm unlock-key',
		'The same by hand, here:',
		'$ docker swarm unlock',
	],
});

function unreachable({connection, place, places}: ClusterState, address: string, now: Instant): NoSwarmPage {
	if (connection.kind === 'connecting') {
		return {title: `Connecting to ${address}`, what: 'Waiting for the first answer.', todo: []};
	}

	if (connection.kind === 'electing' || connection.kind === 'no-quorum') {
		return {
			title: connection.kind === 'electing' ? 'No leader at the moment' : 'The managers have no quorum',
			what: `For ${exactAge(now - connection.since)}. Containers go on running; nothing can be shown or changed until more than half of the managers are up.`,
			...(connection.kind === 'no-quorum' && {keys: [['w', 'what is so, what not to do, and the ways back']]}),
			todo: ['Bring a manager back. Between managers TCP 2377 and 7946 and UDP 7946 and 4789 must be open.'],
		};
	}

	const message = connection.kind === 'disconnected' ? clean(connection.message) : 'It does not answer.';
	const isHere = place?.address.startsWith('unix://') ?? true;
	return {
		title: places.length > 1 ? `None of ${places.length} engines answers` : `No engine at ${address}`,
		what: message,
		todo: [
			...(places.length > 1 ? [`Tried in turn: ${places.map(({address}) => clean(address)).join(', ')}.`] : []),
			isHere ? 'Is Docker running there?' : 'By hand, this should say the same:',
			isHere ? '$ systemctl status docker' : `$ ${clean(docker(...(place?.docker ?? []), 'version'))}`,
			'Another engine: c lists the contexts of docker, and connects to one; or skep --host ssh://user@manager.',
		],
	};
}
