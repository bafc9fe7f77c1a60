import type {ClusterState, Connection} from '../../store/cluster.ts';
import type {Instant} from '../../swarm/values.ts';
import {exactAge} from '../format/age.ts';
import {clean} from '../text/clean.ts';
import {fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';

type Page = {readonly title: string; readonly what: string; readonly todo: readonly string[]};

/** One clear screen where there is no swarm to show: what is so, and what to do. It goes away by itself with its cause. */
export function drawNoSwarm(
	state: ClusterState,
	address: string,
	now: Instant,
	width: number,
	height: number,
): readonly string[] {
	const page = pageOf(state, clean(address), now);
	const room = Math.min(width - 6, 96);
	const lines = [
		'',
		`   ${tone('bold', page.title)}`,
		'',
		...wrap(page.what, room).map(line => `   ${line}`),
		'',
		...page.todo.flatMap(line => wrapTodo(line, room)),
		'',
		tone('dim', '   skep keeps trying and goes on by itself.   q quits'),
	];
	const blank = ' '.repeat(width);
	return [
		...lines.map(line => fitStyled(line, width)),
		...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
	].slice(0, height);
}

/** Commands stand alone so that they can be copied; prose is wrapped. */
const wrapTodo = (line: string, room: number) =>
	line.startsWith('$ ') ? [`     ${tone('moving', line.slice(2))}`] : wrap(line, room).map(part => `   ${part}`);

function pageOf({connection, info}: ClusterState, address: string, now: Instant): Page {
	const here = clean(info?.name ?? 'this engine');

	switch (connection.kind) {
		case 'not-in-a-swarm':
			return {
				title: `${here} is not in a swarm`,
				what: `The engine at ${address} answers, but it is part of no swarm.`,
				todo: [
					'To start a swarm here:',
					'$ docker swarm init',
					'To join one, ask one of its managers for the command:',
					'$ docker swarm join-token worker',
					'Between the nodes these ports must be open: TCP 2377, TCP and UDP 7946, UDP 4789.',
				],
			};
		case 'not-a-manager':
			return {
				title: `${here} is a worker`,
				what: 'Only managers can show or change the swarm.',
				todo: [
					connection.managers.length === 0
						? 'Start skep on a manager.'
						: `Its managers are at ${connection.managers.map(clean).join(', ')}. Start skep there:`,
					...connection.managers.slice(0, 3).map(manager => `$ ssh -t ${clean(manager).replace(/:\d+$/, '')} skep`),
				],
			};
		case 'locked':
			return {
				title: `The swarm on ${here} is locked`,
				what: 'Its manager was restarted with autolock on and needs the unlock key before it can take part again.',
				todo: [
					'On this machine, with the key at hand:',
					'$ docker swarm unlock',
					'Another manager that is up shows the key:',
					'$ docker swarm unlock-key',
				],
			};
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
				title: 'This engine is too old',
				what: clean(connection.message),
				todo: ['skep needs Docker 20.10 (API 1.41) or newer.'],
			};
		default:
			return unreachable(connection, address, now);
	}
}

function unreachable(connection: Connection, address: string, now: Instant): Page {
	if (connection.kind === 'connecting') {
		return {title: `Connecting to ${address}`, what: 'Waiting for the first answer.', todo: []};
	}

	if (connection.kind === 'electing' || connection.kind === 'no-quorum') {
		return {
			title: connection.kind === 'electing' ? 'No leader at the moment' : 'The managers have no quorum',
			what: `For ${exactAge(now - connection.since)}. Containers go on running; nothing can be shown or changed until more than half of the managers are up.`,
			todo: ['Bring a manager back. Between managers TCP 2377 and 7946 and UDP 7946 and 4789 must be open.'],
		};
	}

	const message = connection.kind === 'disconnected' ? clean(connection.message) : 'It does not answer.';
	return {
		title: `No engine at ${address}`,
		what: message,
		todo: [
			'Is Docker running there?',
			'$ systemctl status docker',
			'Another address: skep --host unix:///path/docker.sock or --host tcp://host:2375',
		],
	};
}
