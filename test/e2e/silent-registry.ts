import {once} from 'node:events';
import {openSync} from 'node:fs';
import {onTestFinished} from 'vitest';
import type {Lab} from '../swarm-lab/lab.ts';
import {switchAddress} from '../swarm-lab/layout.ts';
import {run, spawnBound} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';

const port = 5999;

/** A registry on the lab's network that takes every connection and never says a word; gives its address. */
export async function startSilentRegistry({layout: {switchNamespace}}: Lab): Promise<string> {
	const enter = [`--net=/run/netns/${switchNamespace}`];
	const script = `require('node:net').createServer(() => {}).listen(${port})`;
	const child = spawnBound('nsenter', [...enter, process.execPath, '-e', script], openSync('/dev/null', 'w'));
	await once(child, 'spawn');
	onTestFinished(() => void child.kill('SIGKILL'));
	await until('the silent registry listens', async () =>
		(await run('nsenter', [...enter, 'ss', '-ltn'])).includes(`:${port} `),
	);

	return `${switchAddress}:${port}`;
}
