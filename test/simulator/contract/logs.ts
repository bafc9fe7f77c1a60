import {expect} from 'vitest';
import type {ContractCase} from './case.ts';
import {create, image, specOf} from './services.ts';
import {byEngine, type ContractSwarm} from './swarm.ts';
import {lastOf, until, untilWhole, watch} from './watching.ts';

type LogFrame = {readonly stream: number; readonly text: string};

/** The frames of a multiplexed log: a type, three zeros, the length, the text. */
const framesOf = (body: Buffer): readonly LogFrame[] => {
	const frames: LogFrame[] = [];
	for (let at = 0; at < body.length; ) {
		expect([...body.subarray(at + 1, at + 4)]).toEqual([0, 0, 0]);
		const end = at + 8 + body.readUInt32BE(at + 4);
		frames.push({stream: body[at] ?? -1, text: body.toString('utf8', at + 8, end)});
		at = end;
	}
	return frames;
};

const logOf = async (swarm: ContractSwarm, path: string, query: string) => {
	const answer = await swarm.ask('GET', `${path}/logs?stdout=1&stderr=1${query}`);
	expect(answer.status, answer.body.toString()).toBe(200);
	return answer;
};

/** So many lines or more: the answer, and its frames. A node that is heard of late says so in a frame of the third kind. */
const untilLines = (swarm: ContractSwarm, path: string, count: number, query = '') =>
	until(swarm, `${count} lines`, async () => {
		const answer = await logOf(swarm, path, query);
		const frames = framesOf(answer.body);
		const isWhole = frames.length >= count && frames.every(({stream}) => stream !== 3);
		return isWhole ? {answer, frames} : undefined;
	});

const stamp = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;

/** Logs of services and tasks, frame by frame. */
export const logs: readonly ContractCase[] = [
	{
		name: 'a log comes in frames, one a line, and is marked as such where the engine knows how',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('talks'), 2));
			await untilWhole(swarm, id, 2);
			const {answer, frames} = await untilLines(swarm, `/services/${id}`, 4);
			// The content type came with API 1.42; before, net/http finds none for such bytes either.
			const marked = byEngine(swarm, {'20.10': undefined, '28.5': 'application/vnd.docker.multiplexed-stream'});
			expect(answer.contentType).toBe(marked);
			expect(new Set(frames.map(({stream}) => stream))).toEqual(new Set([1]));
			expect(frames.every(({text}) => /^[^\n]+\n$/.test(text))).toBe(true);
		},
	},
	{
		name: 'a line begins with its time and its origin when they are asked for',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('signed'), 1));
			const [task] = lastOf(await untilWhole(swarm, id, 1)).tasks;
			const parts = [`node.id=${task?.NodeID}`, `service.id=${id}`, `task.id=${task?.ID}`];
			const origin = parts.map(part => `com\\.docker\\.swarm\\.${part}`).join(',');
			const [first] = (await untilLines(swarm, `/services/${id}`, 1, '&timestamps=1&details=1')).frames;
			expect(first?.text).toMatch(new RegExp(`^${stamp} ${origin} [^ ]`));
			const [timed] = (await untilLines(swarm, `/tasks/${task?.ID}`, 1, '&timestamps=1')).frames;
			expect(timed?.text).toMatch(new RegExp(`^${stamp} [^ ]`));
			const [plain] = (await untilLines(swarm, `/tasks/${task?.ID}`, 1)).frames;
			expect(timed?.text.slice(31)).toBe(plain?.text);
		},
	},
	{
		name: 'a tail is counted for each task',
		run: async swarm => {
			const id = await create(swarm, specOf(swarm.name('tails'), 2));
			const {tasks} = lastOf(await untilWhole(swarm, id, 2));
			await Promise.all(tasks.map(({ID}) => untilLines(swarm, `/tasks/${ID}`, 2)));
			expect((await untilLines(swarm, `/services/${id}`, 2, '&tail=1')).frames).toHaveLength(2);
			expect(framesOf((await logOf(swarm, `/services/${id}`, '&tail=0')).body)).toEqual([]);
		},
	},
	{
		name: 'what a crash wrote comes as stderr, and only when that is asked for',
		run: async swarm => {
			const TaskTemplate = {ContainerSpec: {Image: image('crash:1')}, RestartPolicy: {Condition: 'none'}};
			const id = await create(swarm, specOf(swarm.name('cries'), 1, {TaskTemplate}));
			await watch(swarm, id, 'it has failed', ({tasks}) => tasks.some(({Status}) => Status?.State === 'failed'));
			const {frames} = await untilLines(swarm, `/services/${id}`, 1);
			expect(frames.at(-1)?.stream).toBe(2);
			const {body} = await swarm.ask('GET', `/services/${id}/logs?stdout=1`);
			expect(framesOf(body).filter(({stream}) => stream === 2)).toEqual([]);
		},
	},
	{
		name: 'a terminal’s log comes raw',
		run: async swarm => {
			const TaskTemplate = {ContainerSpec: {Image: image('web:1'), TTY: true}};
			const id = await create(swarm, specOf(swarm.name('tty'), 1, {TaskTemplate}));
			await untilWhole(swarm, id, 1);
			const body = await until(swarm, 'a line', async () => {
				const answer = await logOf(swarm, `/services/${id}`, '');
				return answer.body.includes('\r\n') ? answer : undefined;
			});
			expect(body.body.toString()).toMatch(/^[^\0]+\r\n$/);
			expect(body.contentType).toBe(byEngine(swarm, {'20.10': undefined, '28.5': 'application/vnd.docker.raw-stream'}));
		},
	},
	{
		name: 'a task that has no node has no log, and says so in the log',
		run: async swarm => {
			const Placement = {Constraints: ['node.labels.nowhere==true']};
			const TaskTemplate = {...specOf('', 1).TaskTemplate, Placement};
			const id = await create(swarm, specOf(swarm.name('silent'), 1, {TaskTemplate}));
			const [task] = lastOf(
				await watch(swarm, id, 'it is pending', ({tasks}) => tasks[0]?.Status?.State === 'pending'),
			).tasks;
			expect((await logOf(swarm, `/services/${id}`, '')).body).toHaveLength(0);
			const [frame] = framesOf((await logOf(swarm, `/tasks/${task?.ID}`, '')).body);
			expect(frame?.stream).toBe(3);
			expect(frame?.text).toMatch(new RegExp(`^Error grabbing logs: .*task ${task?.ID} has not been scheduled\\n$`));
		},
	},
];
