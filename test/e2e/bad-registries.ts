import {once} from 'node:events';
import {openSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Lab} from '../swarm-lab/lab.ts';
import {type LabNode, switchAddress} from '../swarm-lab/layout.ts';
import {run, spawnBound} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';

const port = 5999;

const listensIn = async (namespace: string) =>
	(await run('nsenter', [`--net=/run/netns/${namespace}`, 'ss', '-ltn'])).includes(`:${port} `);

async function serve(namespace: string, ...program: readonly string[]) {
	const args = [`--net=/run/netns/${namespace}`, process.execPath, ...program];
	const child = spawnBound('nsenter', args, openSync('/dev/null', 'w'));
	await once(child, 'spawn');
	onTestFinished(() => void child.kill('SIGKILL'));
	await until('the registry listens', () => listensIn(namespace));
}

/** A registry on the lab's network that takes every connection and never says a word; gives its address. */
export async function startSilentRegistry({layout: {switchNamespace}}: Lab): Promise<string> {
	await serve(switchNamespace, '-e', `require('node:net').createServer(() => {}).listen(${port})`);
	return `${switchAddress}:${port}`;
}

/** A registry on one node, for that alone, whose `shop/slow:1` never comes to an end; gives its address. */
export async function startSlowRegistry({namespace}: LabNode): Promise<string> {
	await serve(namespace, join(import.meta.dirname, 'programs', 'slow-registry.mjs'), `${port}`);
	return `localhost:${port}`;
}
