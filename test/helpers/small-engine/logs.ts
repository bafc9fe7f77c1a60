import type {Reply} from './faults.ts';
import type {Call} from './routes.ts';
import type {World, WorldLine} from './world.ts';

/** One frame of Docker's multiplexed stream: type, three zeros, length, payload. */
export const frame = (type: number, payload: string | Buffer) => {
	const body = Buffer.from(payload);
	const head = Buffer.alloc(8);
	head[0] = type;
	head.writeUInt32BE(body.length, 4);
	return Buffer.concat([head, body]);
};

const prefix = (world: World, line: WorldLine) => {
	const task = world.tasks.find(({ID}) => ID === line.task);
	const details = [
		`com.docker.swarm.node.id=${task?.NodeID ?? ''}`,
		`com.docker.swarm.service.id=${task?.ServiceID ?? ''}`,
		`com.docker.swarm.task.id=${line.task}`,
	];
	return `${line.timestamp} ${details.join(',')} `;
};

const framed = (world: World, line: WorldLine) =>
	frame(line.type ?? 1, line.type === 3 ? `${line.text}\n` : `${prefix(world, line)}${line.text}\n`);

/** The last `tail` lines of every task, then what comes while following. */
export const sendLogs = (call: Call, reply: Reply, of: {readonly service?: string; readonly task?: string}) => {
	const {world, query} = call;
	const serviceOf = (task: string) => world.tasks.find(({ID}) => ID === task)?.ServiceID;
	const isWanted = ({task}: WorldLine) => (of.task === undefined ? serviceOf(task) === of.service : task === of.task);
	const since = Number(query['since'] ?? 0) * 1000;
	const lines = world.logs.filter(line => isWanted(line) && Date.parse(line.timestamp) >= since);
	const tail = query['tail'] === undefined || query['tail'] === 'all' ? lines.length : Number(query['tail']);
	const tails = Object.values(Object.groupBy(lines, ({task}) => task)).map(
		own => own?.slice(-tail || own.length) ?? [],
	);
	reply.head(200, {'Content-Type': 'application/vnd.docker.multiplexed-stream'});
	if (tail > 0) {
		reply.write(Buffer.concat(tails.flat().map(line => framed(world, line))));
	}
	if (query['follow'] !== '1' && query['follow'] !== 'true') {
		reply.end();
		return;
	}
	follow(call, reply, isWanted);
};

const follow = ({world, logged}: Call, reply: Reply, isWanted: (line: WorldLine) => boolean) => {
	const send = (lines: readonly WorldLine[]) => {
		const wanted = lines.filter(isWanted);
		if (wanted.length > 0) {
			reply.write(Buffer.concat(wanted.map(line => framed(world, line))));
		}
	};
	logged.add(send);
	reply.gone(() => logged.delete(send));
};
