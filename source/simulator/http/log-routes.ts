import {linesOf} from '../log-lines.ts';
import type {LoggedLine} from '../log-text.ts';
import {isConnected, type Node, type Task} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import {stamp} from '../stamp.ts';
import {type Call, isTrue, type Out, type Reply} from './call.ts';
import {logFrame} from './log-frames.ts';
import {serviceNamed} from './service-routes.ts';
import {taskNamed} from './task-routes.ts';

/** How often followed containers are asked for more, in simulated milliseconds. */
const askEvery = 200;

type Wanted = {
	readonly stdout: boolean;
	readonly stderr: boolean;
	readonly follow: boolean;
	readonly timestamps: boolean;
	readonly details: boolean;
	readonly tail: number;
	readonly since: number;
	readonly isTty: boolean;
};

const tailOf = (text = 'all') => {
	if (text === 'all' || text === '') {
		return Number.POSITIVE_INFINITY;
	}
	if (!/^-?\d+$/.test(text)) {
		throw new Refusal(500, 'tail value must be a positive integer or "all"');
	}
	return Number(text) < 0 ? Number.POSITIVE_INFINITY : Number(text);
};

const wantedBy = ({query}: Call, isTty: boolean): Wanted => {
	const stdout = isTrue(query['stdout']);
	const stderr = isTrue(query['stderr']);
	if (!stdout && !stderr) {
		throw new Refusal(500, 'Bad parameters: you must choose at least one stream');
	}
	return {
		stdout,
		stderr,
		isTty,
		follow: isTrue(query['follow']),
		timestamps: isTrue(query['timestamps']),
		details: isTrue(query['details']),
		tail: tailOf(query['tail']),
		since: Number.parseFloat(query['since'] ?? '') * 1000 || Number.NEGATIVE_INFINITY,
	};
};

const detailsOf = (task: Task) =>
	[
		['com.docker.swarm.node.id', task.raw.NodeID],
		['com.docker.swarm.service.id', task.serviceId],
		['com.docker.swarm.task.id', task.id],
	]
		.map(([key, value]) => `${key}=${value}`)
		.join(',');

const written = (task: Task, line: LoggedLine, wanted: Wanted) => {
	const nanoseconds = Math.round((line.at % 1) * 1_000_000);
	const time = wanted.timestamps ? `${stamp(line.at, nanoseconds)} ` : '';
	const details = wanted.details ? `${detailsOf(task)} ` : '';
	const text = `${time}${details}${line.text}${wanted.isTty ? '\r\n' : '\n'}`;
	return wanted.isTty ? Buffer.from(text) : logFrame(line.stream, text);
};

const isWanted = (line: LoggedLine, wanted: Wanted) =>
	wanted.isTty ? wanted.stdout : wanted[line.stream === 'stderr' ? 'stderr' : 'stdout'];

type Source = {readonly call: Call; readonly wanted: Wanted; readonly tasks: () => readonly Task[]};

const nodeOf = ({simulator}: Call, task: Task): Node | undefined =>
	simulator.swarm.store.nodes.all.get(task.raw.NodeID ?? '');

const isReadable = (call: Call, task: Task) => {
	const node = nodeOf(call, task);
	return node !== undefined && (isConnected(node) || node === call.self);
};

/** Everything between two moments, task after task: the engine gives no order across tasks either. */
const send = ({call, wanted, tasks}: Source, out: Out, after: ReadonlyMap<Task, number>, tail: number) => {
	const now = call.simulator.swarm.timeline.now();
	const frames = tasks()
		.filter(task => isReadable(call, task))
		.flatMap(task =>
			linesOf(task, after.get(task) ?? wanted.since, now, after.has(task) ? Number.POSITIVE_INFINITY : tail)
				.filter(line => isWanted(line, wanted))
				.map(line => written(task, line, wanted)),
		);
	if (frames.length > 0) {
		out.write(Buffer.concat(frames));
	}
};

const complain = ({call, tasks}: Source, out: Out) => {
	const lost = new Set(
		tasks()
			.filter(task => task.containerId && !isReadable(call, task))
			.map(({raw}) => raw.NodeID),
	);
	if (lost.size > 0) {
		const reasons = [...lost].map(id => `node ${id} is not available`).join(', ');
		const warning = 'warning: incomplete log stream. some logs could not be retrieved for the following reasons:';
		out.write(logFrame('engine', `Error grabbing logs: rpc error: code = Unknown desc = ${warning} ${reasons}\n`));
	}
};

/** Never ends by itself, not even with the service: only with the leader, or when the reader goes. */
const follow = (source: Source, out: Out) => {
	const {timeline} = source.call.simulator.swarm;
	const {raft} = source.call.simulator;
	const seen = new Map<Task, number>();
	let cancel = () => {};
	const mark = () => {
		for (const task of source.tasks()) {
			if (isReadable(source.call, task)) {
				seen.set(task, timeline.now());
			}
		}
	};
	const next = () => {
		if (raft.leaderId() === undefined) {
			const text = 'Error grabbing logs: rpc error: code = Unavailable desc = transport is closing\n';
			out.write(logFrame('engine', text));
			out.end();
			return;
		}
		send(source, out, seen, Number.POSITIVE_INFINITY);
		mark();
		cancel = timeline.after(askEvery, next);
	};
	mark();
	cancel = timeline.after(askEvery, next);
	out.onClose(() => cancel());
};

const stream = (source: Source): Reply => {
	const {engine} = source.call.simulator;
	const kind = source.wanted.isTty ? 'raw' : 'multiplexed';
	return {
		kind: 'stream',
		headers: engine.marksLogs ? {'Content-Type': `application/vnd.docker.${kind}-stream`} : {},
		start(out) {
			send(source, out, new Map(), source.wanted.tail);
			if (source.wanted.follow) {
				follow(source, out);
			} else {
				complain(source, out);
				out.end();
			}
		},
	};
};

export const serviceLogs = (call: Call): Reply => {
	const service = serviceNamed(call, call.name);
	const wanted = wantedBy(call, service.raw.Spec.TaskTemplate.ContainerSpec?.TTY === true);
	return stream({call, wanted, tasks: () => call.simulator.swarm.store.index.ofService(service.id)});
};

export const taskLogs = (call: Call): Reply => {
	const task = taskNamed(call, call.name);
	const wanted = wantedBy(call, task.raw.Spec.ContainerSpec?.TTY === true);
	if (task.raw.NodeID === undefined) {
		const why = `task ${task.id} has not been scheduled`;
		return {
			kind: 'stream',
			start(out) {
				const warning = 'warning: incomplete log stream. some logs could not be retrieved for the following reasons:';
				out.write(logFrame('engine', `Error grabbing logs: rpc error: code = Unknown desc = ${warning} ${why}\n`));
				out.end();
			},
		};
	}
	return stream({call, wanted, tasks: () => [task]});
};
