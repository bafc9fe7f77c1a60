import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {decodeService} from '../../source/engine/decode/service.ts';
import {decodeTask} from '../../source/engine/decode/task.ts';
import type {NodeId} from '../../source/swarm/ids.ts';
import type {Node} from '../../source/swarm/node.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {Task} from '../../source/swarm/task.ts';
import type {Instant, Json} from '../../source/swarm/values.ts';
import {node} from './builders.ts';

/** A swarm event, as recorded: `t` is in milliseconds since the start. */
export type RecordedEvent = {
	readonly t: number;
	readonly ev: {
		readonly Type: string;
		readonly Action: string;
		readonly Actor: {readonly ID: string; readonly Attributes: Readonly<Record<string, string>>};
	};
};

/** A frame as the engine answered it. */
export type RawFrame = {
	readonly t: number;
	readonly service: {readonly [key: string]: Json};
	readonly serviceStatus: {
		readonly RunningTasks: number;
		readonly DesiredTasks: number;
		readonly CompletedTasks: number;
	};
	readonly tasks: readonly {readonly [key: string]: Json}[];
};

export type RawRecording = {
	readonly name: string;
	readonly startedAt: string;
	readonly frames: readonly RawFrame[];
	readonly events: readonly RecordedEvent[];
};

/** One moment of a recording in the words of the model. */
export type Frame = {
	readonly t: number;
	readonly at: Instant;
	readonly service: Service;
	readonly tasks: readonly Task[];
	/** Made from the tasks' node ids and the node events so far. */
	readonly nodes: readonly Node[];
	/** What the engine's own count says. */
	readonly runningTasks: number;
};

const folder = new URL('../recordings/', import.meta.url);

/** A single raw answer from `recordings/samples`. */
export const readSample = (name: string): unknown =>
	JSON.parse(readFileSync(new URL(`samples/${name}.json`, folder), 'utf8'));

/** A recording as it is in the file. */
export const readRecording = (name: string): RawRecording =>
	JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString('utf8'));

const nodeChange = ({Attributes}: RecordedEvent['ev']['Actor']): Partial<Node> => ({
	...(Attributes['name'] ? {hostname: Attributes['name']} : {}),
	...(Attributes['state.new'] ? {state: Attributes['state.new'] as Node['state']} : {}),
	...(Attributes['availability.new'] ? {availability: Attributes['availability.new'] as Node['availability']} : {}),
});

const nodesAt = ({frames, events}: RawRecording, t: number): readonly Node[] => {
	const ids = new Set(
		frames.flatMap(({tasks}) => tasks.map(task => task['NodeID'])).filter(id => typeof id === 'string'),
	);
	const changes = events.filter(event => event.t <= t && event.ev.Type === 'node').map(({ev}) => ev.Actor);
	return [...ids].map(id => {
		const mine = changes.filter(({ID}) => ID === id).map(nodeChange);
		return node(id, {id: id as NodeId, ...Object.assign({}, ...mine)});
	});
};

/** A recording frame by frame, decoded as the program would. */
export const framesOf = (name: string): readonly Frame[] => {
	const recording = readRecording(name);
	const startedAt = Date.parse(recording.startedAt);
	return recording.frames.map(frame => ({
		t: frame.t,
		at: startedAt + frame.t,
		service: decodeService({...frame.service, ServiceStatus: frame.serviceStatus}),
		tasks: frame.tasks.map(decodeTask),
		nodes: nodesAt(recording, frame.t),
		runningTasks: frame.serviceStatus.RunningTasks,
	}));
};
