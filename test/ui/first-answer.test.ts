import {expect, test} from 'vitest';
import {createCluster} from '../../source/store/cluster.ts';
import {firstAnswer} from '../../source/ui/first-answer.ts';

test('an answer that is there already is not waited for', async () => {
	const cluster = createCluster();
	cluster.setState({connection: {kind: 'live'}});
	const soon = new Promise(resolve => setImmediate(() => resolve('later')));
	expect(await Promise.race([firstAnswer(cluster).then(() => 'at once'), soon])).toBe('at once');
});

test('nothing is drawn before the first answer, and nothing listens after it', async () => {
	const cluster = createCluster();
	let listening = 0;
	const watched: typeof cluster = {
		...cluster,
		subscribe: listener => {
			const stop = cluster.subscribe(listener);
			listening += 1;
			return () => {
				listening -= 1;
				stop();
			};
		},
	};
	const answered = firstAnswer(watched);
	expect(listening).toBe(1);
	cluster.setState({connection: {kind: 'not-in-a-swarm'}});
	await answered;
	expect(listening).toBe(0);
});
