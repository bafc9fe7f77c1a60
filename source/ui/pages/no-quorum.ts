import type {ClusterState} from '../../store/cluster.ts';
import type {Node} from '../../swarm/node.ts';
import {absolute} from '../format/clock.ts';
import {clean} from '../text/clean.ts';
import {command, type Entry, fact, heading, text, trouble} from './section.ts';

type Manager = {readonly name: string; readonly address: string; readonly isHere: boolean; readonly lastKnown: string};

type Known = Pick<ClusterState, 'connection' | 'info' | 'snapshot'>;

/** Too few managers: what is still true, what not to do, and the ways back. Nothing of it is run from here. */
export function describeNoQuorum(known: Known): readonly Entry[] {
	const {connection, info, snapshot} = known;
	const managers = managersOf(known);
	const at = 'since' in connection ? absolute(connection.since) : '';
	const since = snapshot.nodes === undefined ? `, at the latest since ${at}` : ` since ${at}`;
	const here = clean(info?.name ?? 'this manager');
	return [
		heading('How it stands'),
		...trouble('quorum', `lost${since}: ${needed(managers.length)}`),
		...fact('connected to', `${here}, which is up; skep tries again by itself`),
		...fact('what you see', snapshot.nodes === undefined ? undefined : 'is from before; Esc leads back to it'),
		heading('What is so'),
		...fact('still true', 'containers go on running, and published ports answer'),
		...fact(
			'not now',
			'what dies stays dead: no restart, move, scale, update, deploy, or logs of services. docker ps, docker logs and docker exec on each node still work',
		),
		...fact('do not', 'restart docker or workers, run docker swarm leave, remove the swarm folder, deploy'),
		heading('Managers, as last heard'),
		...managers.flatMap(({name, address, isHere, lastKnown}) =>
			fact(clean(name), clean([address, isHere ? 'up: skep talks to it' : lastKnown].filter(Boolean).join('  '))),
		),
		...bringBack(known, managers),
		...rebuild(known, managers),
	];
}

const needed = (managers: number) =>
	managers === 0
		? 'more than half of the managers must reach each other'
		: `${Math.floor(managers / 2) + 1} of ${managers} managers must reach each other`;

function managersOf({snapshot, info}: Known): readonly Manager[] {
	const nodes = [...(snapshot.nodes?.items.values() ?? [])].filter(({manager}) => manager !== undefined);

	if (nodes.length > 0) {
		return nodes
			.map(node => ({
				name: node.hostname,
				address: hostOf(node.manager?.address ?? node.address ?? ''),
				isHere: node.id === snapshot.self,
				lastKnown: lastKnown(node),
			}))
			.toSorted((a, b) => a.name.localeCompare(b.name));
	}

	return (info?.managers ?? []).map(({nodeId, address}) => ({
		name: nodeId === info?.nodeId ? (info?.name ?? '') : hostOf(address),
		address: nodeId === info?.nodeId ? hostOf(address) : '',
		isHere: nodeId === info?.nodeId,
		lastKnown: 'not heard of since skep started',
	}));
}

const lastKnown = ({manager, state}: Node) =>
	manager?.isLeader
		? 'was the leader'
		: manager?.reachability === 'reachable' && state === 'ready'
			? 'was up'
			: 'was silent already';

const hostOf = (address: string) => address.replace(/:\d+$/, '');

const others = (managers: readonly Manager[]) => managers.filter(({isHere}) => !isHere);

function bringBack({snapshot}: Known, managers: readonly Manager[]): readonly Entry[] {
	const settings = snapshot.swarm?.settings;
	return [
		heading('1. Bring managers back, until enough are up; the swarm then goes on by itself within seconds'),
		text('Host up? docker up? Disk full? Clock? Between managers: TCP 2377 and 7946, UDP 7946 and 4789.'),
		...firstCommands(managers).map(command),
		text(autolockWords(settings?.isAutolocked)),
	];
}

const autolockWords = (isAutolocked: boolean | undefined) => {
	if (isAutolocked === undefined) {
		return 'Where autolock is on, a manager that restarted asks for the unlock key: have it ready.';
	}

	return isAutolocked
		? 'Autolock is on: a manager that restarted waits for the unlock key. Have it ready.'
		: 'Autolock is off: a restarted manager needs no unlock key.';
};

const firstCommands = (managers: readonly Manager[]) =>
	others(managers).flatMap(({name, address}) => {
		const host = clean(address || name);
		return [
			`ssh ${host} 'systemctl status docker; df -h /var/lib/docker; journalctl -u docker -n 30'`,
			`nc -zv ${host} 2377`,
		];
	});

function rebuild({info, snapshot}: Known, managers: readonly Manager[]): readonly Entry[] {
	const lost = others(managers)
		.map(({name}) => clean(name))
		.join(', ');
	const here = clean(info?.name ?? 'this manager');
	return [
		heading(`2. Only if too many are lost for good: rebuild from ${here}, and from it alone`),
		text('Services, secrets, configs, networks and workers are kept, as of what this manager knew last.'),
		...(snapshot.swarm?.settings?.isAutolocked
			? [text('Autolock is on: unlock this manager first (docker swarm unlock), or it loses its part of the swarm.')]
			: []),
		...secondCommands(info?.nodeAddress).map(command),
		text(`The restart stops what runs on ${here} for that time.`),
		text(
			`${lost || 'The others'} must never come back with what they know now: there, docker swarm leave --force before they join again. Then there is one manager: add two at once.`,
		),
		text('skep shows these and does not run them. 1 copies the commands of the first way, 2 those of the second.'),
	];
}

const secondCommands = (address: string | undefined) => [
	'systemctl stop docker',
	'tar -czf /root/swarm-$(date +%F).tgz -C /var/lib/docker swarm',
	'systemctl start docker',
	`docker swarm init --force-new-cluster --advertise-addr ${clean(address ?? 'ADDRESS')}`,
];

/** What `1` and `2` copy. */
export const rescueCommands = (known: Known, way: 1 | 2): string =>
	(way === 1 ? firstCommands(managersOf(known)) : secondCommands(known.info?.nodeAddress)).join('\n');
