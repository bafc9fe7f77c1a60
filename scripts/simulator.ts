import {parseArgs} from 'node:util';
import {serveEngine} from '../source/simulator/http/server.ts';
import {keepPace} from '../source/simulator/pace.ts';
import {demoSwarm} from '../source/simulator/worlds/demo.ts';
import {largeSwarm} from '../source/simulator/worlds/large.ts';

const usage = `npm run simulator -- --socket PATH [--port N] [--nodes N --services N --replicas N] [--speed X] [--seed S] [--engine 20.10|28.5]

Serves a simulated swarm by the Engine API until it is interrupted: a small shop, or a large swarm of that size.`;

const {values} = parseArgs({
	options: {
		socket: {type: 'string'},
		port: {type: 'string'},
		nodes: {type: 'string'},
		services: {type: 'string'},
		replicas: {type: 'string'},
		speed: {type: 'string', default: '1'},
		seed: {type: 'string', default: '1'},
		engine: {type: 'string', default: '28.5'},
	},
});

const {socket, port, engine} = values;
if ((socket === undefined && port === undefined) || (engine !== '20.10' && engine !== '28.5')) {
	console.error(usage);
	process.exit(2);
}

const isLarge = [values.nodes, values.services, values.replicas].some(value => value !== undefined);
const count = (text: string | undefined, otherwise: number) => Number(text ?? otherwise);
const options = {seed: Number(values.seed), engine, startAt: Date.now()} as const;
const simulator = isLarge
	? largeSwarm({
			...options,
			nodes: count(values.nodes, 200),
			services: count(values.services, 1000),
			replicas: count(values.replicas, 20),
		})
	: demoSwarm(options);

const pace = keepPace(simulator.swarm.timeline, Number(values.speed));
const served = await serveEngine(simulator, socket === undefined ? {port: Number(port)} : {socketPath: socket}, pace);
console.log(`A simulated swarm of ${simulator.swarm.store.nodes.all.size} nodes at ${served.host}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, async () => {
		pace.stop();
		await served.stop();
		process.exit(0);
	});
}
