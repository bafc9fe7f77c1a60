import type {ClusterState, Connection} from '../../store/cluster.ts';
import type {Instant} from '../../swarm/values.ts';
import type {Size} from '../layout.ts';
import type {Message} from '../state.ts';
import {cells, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawKeys, drawMessage} from '../widgets/foot.ts';
import {noSwarmPage} from './no-swarm-pages.ts';

/** There the engine says that it has no swarm to show: the last one it had would mislead. */
const withoutSwarm: readonly Connection['kind'][] = [
	'not-in-a-swarm',
	'not-a-manager',
	'locked',
	'forbidden',
	'unsupported',
];

/** Whether there is nothing but one clear screen to show. */
export const isWithoutSwarm = ({snapshot, connection, info}: ClusterState) =>
	snapshot.nodes === undefined ||
	snapshot.services === undefined ||
	withoutSwarm.includes(connection.kind) ||
	(info?.swarmState === 'pending' && connection.kind === 'electing');

/** What is so, and what to do. It goes away by itself with its cause. */
export function drawNoSwarm(
	state: ClusterState,
	{now, message}: {readonly now: Instant; readonly message: Message | undefined},
	{columns: width, rows: height}: Size,
): readonly string[] {
	const {title, what, keys = [], todo} = noSwarmPage(state, now);
	const room = Math.min(width - 6, 96);
	const lines = [
		'',
		`   ${tone('bold', title)}`,
		'',
		...wrap(what, room).map(line => `   ${line}`),
		'',
		...keys.flatMap(([key, words]) => wrap(`${key}  ${words}`, room).map(line => keyLine(line, key))),
		...(keys.length > 0 ? [''] : []),
		...todo.flatMap(line => wrapTodo(line, room)),
	];
	const blank = ' '.repeat(width);
	return [
		...lines.map(line => fitStyled(line, width)),
		...Array.from({length: Math.max(0, height - 1 - lines.length)}, () => blank),
	]
		.slice(0, height - 1)
		.concat(message === undefined ? drawTrying(width) : drawMessage(message, width));
}

/** The way to everything else and out of here stays, however narrow it is. */
function drawTrying(width: number) {
	const words = width < 80 ? '   skep keeps trying.  ' : '   skep keeps trying and goes on by itself.  ';
	return tone('dim', words) + drawKeys(commonKeys, width - cells(words));
}

const commonKeys = [
	[':', 'all commands'],
	['?', 'keys'],
	['q', 'quit'],
	['c', 'contexts'],
] as const;

const keyLine = (line: string, key: string) =>
	line.startsWith(`${key}  `) ? `     ${tone('bold', key)}${line.slice(key.length)}` : `        ${line}`;

/** Commands stand alone so that they can be copied; prose is wrapped. */
const wrapTodo = (line: string, room: number) =>
	line.startsWith('$ ') ? [`     ${line.slice(2)}`] : wrap(line, room).map(part => `   ${part}`);
