import {connect} from '../source/engine/client.ts';
import {readPlan} from '../source/subcommands/plan.ts';
import {readSnapshot} from '../source/subcommands/read-snapshot.ts';
import type {Snapshot} from '../source/swarm/snapshot.ts';

/** What no plan can do without: every task looked at once, and counted on its node. */
const bare = ({tasks}: Snapshot) => {
	const counts = new Map<string, number>();

	for (const {items} of tasks.values()) {
		for (const {nodeId, state, reservations} of items) {
			const key = `${nodeId} ${state}`;
			counts.set(key, (counts.get(key) ?? 0) + reservations.memoryBytes);
		}
	}

	return JSON.stringify([...counts]);
};

/** Processor time of this thread, in milliseconds: whatever else the machine does is not its own. */
const timed = (run: () => unknown) => {
	const before = process.threadCpuUsage();
	run();
	const {user, system} = process.threadCpuUsage(before);
	return (user + system) / 1000;
};

// In a process of its own, as a script calls it: nothing is warm. The engine's part is over when the time begins.
const [socketPath = '', node = ''] = process.argv.slice(2);
const engine = connect({kind: 'unix', socketPath});
const snapshot = await readSnapshot(engine, Date.now);
engine.close();
const plan = readPlan(['drain', node, '--json']);

if (typeof plan !== 'function') {
	throw new Error('no plan');
}

const took = {
	bare: timed(() => bare(snapshot)),
	plan: timed(() => plan(snapshot, Date.now(), undefined, engine.imagined)),
};
console.log(JSON.stringify(took));
